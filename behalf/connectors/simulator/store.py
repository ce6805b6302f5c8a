"""The simulator's memory: tenants made on first sight and kept in one SQLite file."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from behalf.connectors.simulator import derive, schema
from behalf.connectors.simulator.behaviour import Behaviour
from behalf.connectors.simulator.schema import JsonValue

EVERY_TENANT = "*"
REQUESTS_KEPT = 1000

_TABLES = """
create table if not exists tenant (domain text primary key);
create table if not exists setting (
    domain text, service text, key text, value text, version integer not null default 1,
    primary key (domain, service, key)
);
create table if not exists person (
    domain text, place integer, id text, name text, sign_in_name text, enabled integer,
    primary key (domain, place), unique (domain, id)
);
create table if not exists seat (domain text, person text, product text, primary key (domain, person, product));
create table if not exists licence (domain text, product text, seats integer, primary key (domain, product));
create table if not exists behaviour (domain text primary key, data text);
create table if not exists request (
    id integer primary key autoincrement, method text, path text, tenant text, status integer
);
"""


@dataclass(frozen=True, slots=True)
class StoredSetting:
    """A setting as it stands, with the number of its version."""

    key: str
    value: JsonValue
    version: int


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A user as it stands."""

    place: int
    id: str
    name: str
    sign_in_name: str
    enabled: bool
    products: tuple[str, ...]


class Store:
    """Everything the provider remembers; one thread at a time, committed with each step."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._database = sqlite3.connect(folder / "simulator.sqlite3", check_same_thread=False)
        self._database.executescript(f"pragma journal_mode = wal; pragma synchronous = normal; {_TABLES}")

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        with self._lock:
            self._database.close()

    @contextmanager
    def step(self) -> Iterator[sqlite3.Connection]:
        """Hold the store for one step, which is kept as a whole or not at all; steps may hold steps."""
        with self._lock:
            if self._database.in_transaction:
                yield self._database
            else:
                with self._database:
                    yield self._database

    def open_tenant(self, domain: str) -> None:
        """Make the tenant unless it is known."""
        with self.step() as database:
            if database.execute("insert or ignore into tenant values (?)", (domain,)).rowcount:
                for service in schema.services():
                    _put(database, domain, service, derive.settings(domain, service))
                _people(database, domain, derive.users(domain), None)

    def forget_tenant(self, domain: str) -> None:
        """Drop everything about a tenant, so that it is made anew when it is next asked for."""
        with self.step() as database:
            for table in ("tenant", "setting", "person", "seat", "licence", "behaviour"):
                database.execute(f"delete from {table} where domain = ?", (domain,))  # noqa: S608 - our own names

    def tenants(self) -> list[str]:
        """Return the domains known so far."""
        with self.step() as database:
            return [domain for (domain,) in database.execute("select domain from tenant order by domain")]

    def settings(self, domain: str, service: str, *, after: str, limit: int) -> list[StoredSetting]:
        """Return settings in the order of their keys, from behind one."""
        with self.step() as database:
            rows = database.execute(
                "select key, value, version from setting where domain = ? and service = ? and key > ? "
                "order by key limit ?",
                (domain, service, after, limit),
            )
            return [StoredSetting(key, json.loads(value), version) for key, value, version in rows]

    def setting(self, domain: str, service: str, key: str) -> StoredSetting:
        """Return one setting of a service that the provider offers."""
        with self.step() as database:
            value, version = database.execute(
                "select value, version from setting where domain = ? and service = ? and key = ?",
                (domain, service, key),
            ).fetchone()
            return StoredSetting(key, json.loads(value), version)

    def write(self, domain: str, service: str, key: str, value: JsonValue, *, expected: int | None) -> int | None:
        """Store a value and return its version; `None`, and nothing stored, when another version stands."""
        with self.step() as database:
            standing = self.setting(domain, service, key)
            if expected is not None and expected != standing.version:
                return None
            if standing.value != value or type(standing.value) is not type(value):
                _put(database, domain, service, {key: value})
            return self.setting(domain, service, key).version

    def seed_settings(self, domain: str, service: str, values: Mapping[str, JsonValue]) -> None:
        """Store values as if somebody else had set them."""
        with self.step() as database:
            _put(database, domain, service, values)

    def seed_people(self, domain: str, count: int | None, licences: Mapping[str, int] | None) -> None:
        """Make the tenant's people anew, with other seats if they are given."""
        with self.step() as database:
            for table in ("person", "seat", "licence"):
                database.execute(f"delete from {table} where domain = ?", (domain,))  # noqa: S608 - our own names
            _people(database, domain, derive.users(domain, count), licences)

    def people(self, domain: str, *, after: int, limit: int) -> list[StoredPerson]:
        """Return users by their place, from behind one."""
        with self.step() as database:
            rows = database.execute(
                "select place, id, name, sign_in_name, enabled, "
                "(select json_group_array(product) from seat where domain = p.domain and person = p.id) "
                "from person p where domain = ? and place > ? order by place limit ?",
                (domain, after, limit),
            )
            return [
                StoredPerson(place, ident, name, sign_in, bool(enabled), tuple(json.loads(products)))
                for place, ident, name, sign_in, enabled, products in rows
            ]

    def has_person(self, domain: str, ident: str) -> bool:
        """Say whether the tenant has this user."""
        with self.step() as database:
            found = database.execute("select 1 from person where domain = ? and id = ?", (domain, ident))
            return found.fetchone() is not None

    def enable(self, domain: str, ident: str, *, enabled: bool) -> None:
        """Let a user sign in, or not."""
        with self.step() as database:
            database.execute("update person set enabled = ? where domain = ? and id = ?", (enabled, domain, ident))

    def licences(self, domain: str) -> list[tuple[str, int, int]]:
        """Return product, seats and seats in use."""
        with self.step() as database:
            return list(
                database.execute(
                    "select product, seats, "
                    "(select count(*) from seat s where s.domain = l.domain and s.product = l.product) "
                    "from licence l where domain = ? order by product",
                    (domain,),
                )
            )

    def take_seats(self, domain: str, ident: str, *, add: set[str], remove: set[str]) -> bool:
        """Give and take products; returns False, and changes nothing, when a seat is wanting."""
        with self.step() as database:
            free = {product: seats - used for product, seats, used in self.licences(domain)}
            held = {
                product
                for (product,) in database.execute(
                    "select product from seat where domain = ? and person = ?", (domain, ident)
                )
            }
            wanted = add - held
            if any(free.get(product, 0) < 1 for product in wanted):
                return False
            database.executemany(
                "delete from seat where domain = ? and person = ? and product = ?",
                [(domain, ident, product) for product in remove],
            )
            database.executemany("insert into seat values (?, ?, ?)", [(domain, ident, product) for product in wanted])
            return True

    def behaviour(self, domain: str) -> Behaviour:
        """Return the tenant's own behaviour, else that of every tenant."""
        with self.step() as database:
            row = database.execute(
                "select data from behaviour where domain in (?, ?) order by domain = ? desc limit 1",
                (domain, EVERY_TENANT, domain),
            ).fetchone()
            return Behaviour.parse(json.loads(row[0])) if row else Behaviour()

    def behave(self, domain: str, behaviour: Behaviour | None) -> None:
        """Replace a tenant's behaviour; `None` makes it well-behaved."""
        with self.step() as database:
            database.execute("delete from behaviour where domain = ?", (domain,))
            if behaviour is not None:
                data = json.dumps(behaviour.as_dict())
                database.execute("insert into behaviour values (?, ?)", (domain, data))

    def spend(self, domain: str, method: str, count: str) -> Behaviour | None:
        """Use up one of a behaviour's counts; returns the behaviour when this request is troubled by it."""
        with self.step() as database:
            behaviour = self.behaviour(domain)
            if not behaviour.concerns(method) or not behaviour.spend(count):
                return None
            database.execute(
                "update behaviour set data = ? where domain = "
                "(select domain from behaviour where domain in (?, ?) order by domain = ? desc limit 1)",
                (json.dumps(behaviour.as_dict()), domain, EVERY_TENANT, domain),
            )
            return behaviour

    def note(self, method: str, path: str, tenant: str, status: int) -> None:
        """Remember a request; only the last thousand are kept."""
        with self.step() as database:
            row = database.execute(
                "insert into request (method, path, tenant, status) values (?, ?, ?, ?)",
                (method, path, tenant, status),
            )
            database.execute("delete from request where id <= ?", ((row.lastrowid or 0) - REQUESTS_KEPT,))

    def requests(self, tenant: str | None) -> list[dict[str, str | int]]:
        """Return the requests received, oldest first."""
        with self.step() as database:
            rows = database.execute(
                "select id, method, path, tenant, status from request where ? is null or tenant = ? order by id",
                (tenant, tenant),
            )
            names = ("id", "method", "path", "tenant", "status")
            return [dict(zip(names, row, strict=True)) for row in rows]

    def forget_requests(self) -> None:
        """Start the list of requests anew."""
        with self.step() as database:
            database.execute("delete from request")


def _put(database: sqlite3.Connection, domain: str, service: str, values: Mapping[str, JsonValue]) -> None:
    database.executemany(
        "insert into setting (domain, service, key, value) values (?, ?, ?, ?) "
        "on conflict do update set value = excluded.value, version = version + 1",
        [(domain, service, key, json.dumps(value)) for key, value in values.items()],
    )


def _people(
    database: sqlite3.Connection,
    domain: str,
    people: tuple[derive.DerivedUser, ...],
    licences: Mapping[str, int] | None,
) -> None:
    seats = derive.licences(domain, people) if licences is None else licences
    database.executemany(
        "insert into person values (?, ?, ?, ?, ?, ?)",
        [
            (domain, place, person.id, person.name, person.sign_in_name, person.enabled)
            for place, person in enumerate(people)
        ],
    )
    database.executemany(
        "insert into licence values (?, ?, ?)", [(domain, product, count) for product, count in seats.items()]
    )
    left = dict(seats)
    for person in people:
        for product in _wanted(person, licences):
            if left.get(product, 0) > 0:
                left[product] -= 1
                database.execute("insert into seat values (?, ?, ?)", (domain, person.id, product))


def _wanted(person: derive.DerivedUser, licences: Mapping[str, int] | None) -> tuple[str, ...]:
    """Say which products a person holds: the derived ones, or the given ones as far as the seats go."""
    if licences is None:
        return person.products
    return tuple(licences) if person.enabled else ()
