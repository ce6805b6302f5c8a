"""Signs agents of the largest reseller in and prints, as JSON, what they look at and what they write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from behalf.cases import rules
from behalf.cases.models import Case
from behalf.customers.models import Account
from behalf.identity import directory
from behalf.identity.models import Membership, Person
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from bench.load import AGENT
from bench.visit import CONNECTIONS, cookie_of, signed_in

LOOKED_AT, EACH = 400, 2000
SAID = "我们已经检查了设置，请再试一次。 Please try again and tell us whether the calendar of your team opens now."
ASKED = {
    "subject": "Nobody can open the shared calendar", "kind": "performance", "severity": "B", "channel": "phone",
    "body": "从今天早上开始，苏州办公室的同事都打不开共享日历，提示错误 0x0b1c。Restarting did not help.",
}  # fmt: skip

Form = tuple[str, list[tuple[str, str]]]
Busy = tuple[int, int, str]  # id, account and number of a case


def main(arguments: Sequence[str]) -> None:
    """How many cases one bulk act takes."""
    bulk = int(arguments[0])
    people = [Person.objects.get(email=AGENT.format(place=place, reseller=0)) for place in range(CONNECTIONS + 1)]
    Membership.objects.filter(person=people[-1]).update(agent="admin")  # who reads reports
    actor = directory.actors_of(people[0].pk)[0]
    with acting(actor):
        told = _told(actor, bulk)
    clients = [signed_in(person) for person in people]
    for client in clients:  # like a browser, it keeps the cookies it is given
        client.get("/cases/?view=all", headers={"host": "localhost"})
    *cookies, leader = map(cookie_of, clients)
    print(json.dumps({"cookies": cookies, "leader": leader, **told}))


def _told(actor: Actor, bulk: int) -> dict[str, Any]:
    cases = Case.objects.visible_to(actor)
    unmerged = cases.filter(merged_into=None)  # the page of a merged case leads to where it goes on
    ours = cases.filter(closed_at=None, status__in=(rules.NEW, rules.IN_PROGRESS))
    busy = list(ours.order_by("account_id", "id").values_list("id", "account_id", "number"))
    accounts = list(Account.objects.visible_to(actor).order_by("id").values_list("id", flat=True))
    kept = [each for each in busy if not _merges(each)]
    parts = [kept[part::CONNECTIONS] for part in range(CONNECTIONS)]
    merged = [_pairs(filter(_merges, busy), part) for part in range(CONNECTIONS)]
    return {
        "look": list(unmerged.order_by("-id").values_list("id", flat=True)[: LOOKED_AT * 50 : 50]),
        "service": cases.filter(closed_at=None).values_list("service_id", flat=True)[0],
        "forms": {
            "reply": [[_reply(pk) for pk, *_rest in part[:EACH]] for part in parts],
            "open": [[_open(pk) for pk in (accounts[at:] + accounts[:at]) * 3][:EACH] for at in range(CONNECTIONS)],
            f"bulk of {bulk}": [list(_bulks([pk for pk, *_rest in part], bulk)) for part in parts],
            "merge": merged,
        },
    }


def _reply(pk: int) -> Form:
    return f"/cases/{pk}/write/", [("kind", "reply"), ("body", SAID)]


def _open(account_id: int) -> Form:
    return f"/customers/{account_id}/cases/open/", list(ASKED.items())


def _bulks(cases: list[int], size: int) -> Iterator[Form]:
    """Every few cases made urgent, and not urgent again."""
    for severity, begin in ((severity, begin) for severity in "AC" for begin in range(0, len(cases), size)):
        picked = [("case", str(pk)) for pk in cases[begin : begin + size]]
        yield "/cases/bulk/", [*picked, ("act", "severity"), ("severity", severity), ("why", "Said on the phone")]


def _merges(each: Busy) -> bool:
    """Of every fourth customer: its cases are merged, and nothing else is done with them."""
    return each[1] // CONNECTIONS % 4 == 0


def _pairs(busy: Iterable[Busy], part: int) -> list[Form]:
    """Neighbours of one customer: each goes on in the next. A customer's pairs are one agent's."""
    mine = [each for each in busy if each[1] % CONNECTIONS == part]
    near = [(one, into) for (one, account, _own), (_other, same, into) in pairwise(mine) if account == same]
    return [(f"/cases/{one}/merge/", [("number", into)]) for one, into in near[:EACH]]
