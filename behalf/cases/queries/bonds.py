"""How a case hangs together with others: into which it was merged, parent and children, what is related."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from behalf.cases.models import Case
from behalf.cases.queries._family import FAMILY
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

_SURVIVOR = """
    with recursive way(id, next) as (
        select id, merged_into_id from cases_case where id = %s
        union select there.id, there.merged_into_id from cases_case there join way on there.id = way.next
    ) select id from way where next is null
"""
_REQUESTERS = f"""{FAMILY}
    select waits.name, waits.email, waits.language, waits.role, coalesce(c.notices, waits.notices) from (
        select 1 as rank, id, org_id, customer_id, contact_name as name, contact_email as email,
            contact_language as language, '' as role, 'all' as notices from cases_case join family using (id)
        union all
        select 2, p.id, org_id, customer_id, name, email, language, role, notices
            from cases_party p join family on family.id = p.case_id
    ) waits left join cases_noticechoice c
        on c.org_id = waits.org_id and c.customer_id = waits.customer_id and c.email = lower(waits.email)
    where waits.email <> '' order by waits.rank, waits.id = %(case)s desc, waits.id
"""  # noqa: S608  # constants; values are parameters
_CHILDREN = f"""{FAMILY}
    select other_id from cases_bond join family on cases_bond.case_id = family.id where sort = 'child' order by other_id
"""  # noqa: S608  # constants; values are parameters


@dataclass(frozen=True, slots=True)
class Bonded:
    """Another case as this one's page names it; ``how``: merged, parent, child, related, followed up."""

    how: str
    id: int
    number: str
    subject: str
    company: str
    status: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Requester:
    """Somebody who waits for an answer on a case, in which language, and which mail they want.

    role: their part when they are a party, "" for a contact.
    """

    name: str
    email: str
    language: str
    role: str = ""
    notices: str = "all"


@query("cases.read")
def survivor_of(actor: Actor, case_id: int) -> int:
    """The case in which this one goes on, after any chain of merges: itself when it was not merged.

    NotFound for a stranger's.
    """
    return _survivor(case_id)


@query("cases.own")
def own_survivor_of(actor: Actor, case_id: int) -> int:
    """The customer's case in which this one of its own goes on; NotFound for a stranger's."""
    return _survivor(case_id)


@query("cases.read")
def requesters(actor: Actor, case_id: int) -> list[Requester]:
    """Who waits for an answer, each address once: its contact, those of cases merged into it, then the parties."""
    with connection.cursor() as cursor:
        cursor.execute(_REQUESTERS, {"case": case_id})
        waiting = [Requester(*row) for row in cursor.fetchall()]
    once: dict[str, Requester] = {}
    for each in waiting:
        once.setdefault(each.email.casefold(), each)
    return list(once.values())


@query("cases.read")
def children(actor: Actor, case_id: int) -> list[Case]:
    """The open children of a case, each once; for one that was merged, the case in which it goes on."""
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN, {"case": case_id})
        named = [child for (child,) in cursor.fetchall()]
    found = {_survivor(child) for child in named} - {case_id}
    return list(Case.objects.visible_to(actor).filter(pk__in=found, closed_at__isnull=True).order_by("pk"))


def _survivor(case_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SURVIVOR, [case_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(_("There is no such case."))
    return int(row[0])
