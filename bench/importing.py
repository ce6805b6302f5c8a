"""Imports the longest files that are taken, by the largest reseller, and prints how long dry run and run took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from behalf.identity import directory
from behalf.identity.models import Membership, Person
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.subscriptions import actions, queries
from behalf.subscriptions.tables import MOST_LINES
from bench.load import AGENT

HEADING = f"{'import of ' + str(MOST_LINES) + ' lines':36} {'dry run s':>9} {'run s':>9}"


def main(arguments: Sequence[str]) -> None:
    """Nothing to say on the command line."""
    person = Person.objects.get(email=AGENT.format(place=0, reseller=0))
    Membership.objects.filter(person=person).update(agent="admin")  # it measured pages as a help desk agent before
    actor = directory.actors_of(person.pk)[0]
    print(HEADING)
    for name, kind, text in _files():
        print(_line(actor, name, kind, text), flush=True)


def _files() -> Iterator[tuple[str, str, str]]:
    numbers = range(MOST_LINES)
    customers = "Company name,Domain\n" + "".join(f"公司{n},c{n}.bench.example\n" for n in numbers)
    bought = "".join(f"c{n // 2}.bench.example,b-{n},Office 365 E3,{n % 200 + 1},active\n" for n in numbers)
    subscriptions = f"Domain,Subscription ID,Offer,Quantity,Status\n{bought}"
    yield "new customers", "customers", customers
    yield "the same again", "customers", customers
    yield "new subscriptions", "subscriptions", subscriptions
    yield "the same again", "subscriptions", subscriptions
    yield "every one of them suspended", "subscriptions", subscriptions.replace(",active", ",suspended")


def _line(actor: Actor, name: str, kind: str, text: str) -> str:
    import_id = actions.receive(actor, kind=kind, name=f"{kind}.csv", raw=text.encode(), now=clock.now())
    machine = actor.as_system()
    dry = _seconds(lambda: actions.check(machine, import_id, now=clock.now()))
    actions.start(actor, import_id, now=clock.now())
    real = _seconds(lambda: _run(machine, import_id))
    return f"{name:36} {dry:9.1f} {real:9.1f}"


def _run(machine: Actor, import_id: int) -> None:
    """All batches, one after the other, as the worker does them."""
    while True:
        actions.run(machine, import_id, now=clock.now())
        with acting(machine):
            if queries.import_file(machine, import_id).state != "running":
                return


def _seconds(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
