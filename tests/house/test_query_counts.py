"""A list page asks as many statements for 300 rows as for 3: through HTTP, with everything that stands around it.

The rows are copies of one that the small world has, written by the owner of the tables into a database of the test's
own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.harness import Elsewhere, SignIn
from tests.world import World

FEW, MANY = 3, 300


@dataclass(frozen=True)
class Copies:
    """Rows to be had many times: copies of the table's first row that fits ``where``.

    vary: what differs from copy to copy, as SQL in which ``{n}`` is the copy's number and ``{table}`` the id that this
    copy has in another table copied before.
    """

    table: str
    where: str = "true"
    vary: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class List:
    """A page with rows, who looks at it, and what it lists; ``grows``: not when it has a line per service."""

    view: str
    organization: str
    role: str
    rows: tuple[Copies, ...]
    takes: dict[str, str] = field(default_factory=dict)
    query: str = ""
    grows: bool = True


CASE = Copies("cases_case", "account_id = 1 and closed_at is null", {"number": "'SH-2' || {n}", "exchange_id": "null"})
TALK = (
    Copies("cases_message", "case_id = 1", {"key": "''"}),
    Copies("cases_caseevent", "case_id = 1", {"key": "''", "at": "at + {n} * interval '1 minute'"}),
)
ORGANIZATION = Copies("identity_organization", "kind = 'customer'")
CUSTOMER = (
    ORGANIZATION,
    Copies("customers_account", "id = 1", {
        "customer_id": "{identity_organization}", "domain": "'customer-' || {n} || '.example'", "external_id": "''",
    }),
    Copies("subscriptions_subscription", "account_id = 1", {
        "customer_id": "{identity_organization}", "account_id": "{customers_account}", "external_id": "''",
    }),
)  # fmt: skip
INCIDENT = (
    Copies("health_incident", "ended_at is null"),
    Copies("health_incidentplace", "true", {"incident_id": "{health_incident}", "service_id": "1"}),
    Copies("health_incidentupdate", "corrects_id is null", {"incident_id": "{health_incident}"}),
)
WORK = (
    Copies("health_maintenance"),
    Copies("health_maintenanceplace", "true", {"maintenance_id": "{health_maintenance}"}),
    Copies("health_maintenancestep", "true", {"maintenance_id": "{health_maintenance}"}),
)
NEWS = (
    Copies("health_announcement"),
    Copies("health_announcementplace", "true", {"announcement_id": "{health_announcement}"}),
)
PERSON = (
    Copies("identity_person", "true", {"email": "'person-' || {n} || '@alpha.example'"}),
    Copies("identity_membership", "organization_id = 2", {"person_id": "{identity_person}"}),
)
RESELLER = (
    Copies("identity_organization", "kind = 'reseller'", {"prefix": "to_hex({n})"}),
    Copies("partners_reseller", "true", {"organization_id": "{identity_organization}"}),
)
ESCALATION = (
    CASE,
    Copies("escalation_dossier", "from_org_id = 2", {"number": "'SH-2' || {n}"}),
    Copies("escalation_escalation", "org_id = 2", {
        "case_id": "{cases_case}", "dossier_id": "{escalation_dossier}",
    }),
)  # fmt: skip
STEPS = (Copies("administration_step", "account_id = 1"),)
MAILS = (Copies("notifications_mail", "org_id = 2", {"key": "null"}),)
AGENT = "(select id from identity_person where email = 'helpdesk-agent@alpha.example')"
NOTICES = (Copies("notifications_notice", "org_id = 2", {"key": "null", "person_id": AGENT}),)
ENTRIES = (Copies("audit_entry", "org_id = 2 and what = 'cases.replied'"),)
DEEDS = (Copies("audit_entry", "customer_id = 4 and for_customer"),)
ACCOUNT = {"account_id": "account_one"}

LISTS = (
    List("cases:queue", "alpha", "helpdesk_agent", (CASE,), query="view=all"),
    List("cases:queue", "operator", "operator_engineer", (
        Copies("cases_case", "org_id = 1", {"number": "'OP-2' || {n}", "exchange_id": "null"}),
    ), query="view=all"),
    List("cases:of_account", "alpha", "helpdesk_agent", (CASE,), ACCOUNT),
    List("cases:panel", "alpha", "helpdesk_agent", (CASE,), ACCOUNT),
    List("cases:case", "alpha", "helpdesk_agent", TALK, {"case_id": "case_one"}),
    List("customers:customers", "alpha", "sales_agent", CUSTOMER),
    List("cases:find_customer", "alpha", "helpdesk_agent", CUSTOMER),
    List("subscriptions:of_account", "alpha", "sales_agent", (
        Copies("subscriptions_subscription", "account_id = 1", {"external_id": "''"}),
    ), ACCOUNT),
    List("subscriptions:imports", "alpha", "sales_agent", (Copies("subscriptions_importfile", "org_id = 2"),)),
    List("health:board", "alpha", "helpdesk_agent", (*INCIDENT, *WORK, *NEWS)),
    List("health:of_customer", "alpha", "helpdesk_agent", (*INCIDENT, *WORK, *NEWS), ACCOUNT, grows=False),
    List("health:incidents", "alpha", "helpdesk_agent", INCIDENT),
    List("health:works", "alpha", "helpdesk_agent", WORK),
    List("health:news", "alpha", "helpdesk_agent", NEWS),
    List("administration:services", "alpha", "helpdesk_agent", (*INCIDENT, *WORK), ACCOUNT, grows=False),
    List("administration:record", "alpha", "helpdesk_agent", STEPS, ACCOUNT),
    List("escalation:customer_requests", "alpha", "helpdesk_agent", ESCALATION),
    List("notifications:notices", "alpha", "helpdesk_agent", NOTICES),
    List("notifications:outbox", "alpha", "global_admin", MAILS),
    List("identity:people", "alpha", "global_admin", PERSON),
    List("partners:resellers", "operator", "operator_admin", RESELLER),
    List("console:journal", "alpha", "global_admin", ENTRIES, query="what=cases.replied"),
    List("console:overview", "alpha", "global_admin", (*ESCALATION, *INCIDENT, *WORK)),
    List("portal:overview", "one", "customer_admin", (CASE, *INCIDENT)),
    List("portal:cases", "one", "customer_admin", (CASE,)),
    List("portal:journal", "one", "customer_admin", DEEDS),
)  # fmt: skip


@pytest.mark.parametrize("wanted", LISTS, ids=lambda each: f"{each.view}-{each.organization}")
def test_a_list_asks_as_often_for_many_rows_as_for_few(
    world: World, client: Client, sign_in: SignIn, elsewhere: Elsewhere, wanted: List
) -> None:
    address = reverse(wanted.view, kwargs={name: world[key] for name, key in wanted.takes.items()})
    actor = world.actor(wanted.organization, wanted.role)
    counted: list[int] = []
    shown: list[int] = []
    for first, last in ((1, FEW), (FEW + 1, MANY)):
        with elsewhere("owner"):
            _copy(wanted.rows, first, last)
        with elsewhere("web"):
            statements, length = _asked(sign_in(client, actor), f"{address}?{wanted.query}")
        counted.append(statements)
        shown.append(length)
    assert shown[0] < shown[1] or not wanted.grows, "the copies are not among the rows of the page"
    assert counted[0] == counted[1], f"{counted[0]} statements for a few rows, {counted[1]} for many"


def _asked(client: Client, address: str) -> tuple[int, int]:
    """How many statements a page asks, and how long it is."""
    client.get(address)  # what a process asks but once is not counted
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked), len(answer.content)


def _copy(rows: tuple[Copies, ...], first: int, last: int) -> None:
    """Write the copies numbered from ``first`` to ``last``; each table's go on behind the ids it has."""
    ids: dict[str, str] = {}
    with connection.cursor() as cursor:
        for each in rows:
            cursor.execute(f"select max(id) - {first - 1} from {each.table}")
            ids[each.table] = f"({cursor.fetchone()[0]} + n)"
            columns = {name: _quoted(name) for name in _columns(cursor, each.table)}
            varied = {name: made.format(n="n", **ids) for name, made in each.vary.items()}
            values = columns | varied | {"id": ids[each.table]}
            cursor.execute(
                f"insert into {each.table} ({', '.join(map(_quoted, values))}) select {', '.join(values.values())} "
                f"from (select * from {each.table} where {each.where} order by id limit 1) one, "
                f"generate_series({first}, {last}) n"
            )
            assert cursor.rowcount == last - first + 1, f"no row of {each.table} fits {each.where!r}"


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute("select column_name from information_schema.columns where table_name = %s", [table])
    return [name for (name,) in cursor.fetchall()]


def _quoted(name: str) -> str:
    return f'"{name}"'
