"""What stands around a case on its page: other cases it hangs together with. One statement for all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection

from behalf.cases import rules
from behalf.cases.likeness import ALIKE, likeness
from behalf.cases.queries._family import FAMILY
from behalf.cases.queries.bonds import Bonded
from behalf.cases.queries.drafts import Draft
from behalf.cases.queries.following import Reminding
from behalf.cases.queries.going import Going
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

FEW = 3
BESIDE = 30  # how many of the same customer's latest cases are looked at for the same problem

_AROUND = f"""{FAMILY}, own as (
        select id, org_id, account_id, counterpart_org_id from cases_case where id = %(case)s
    ), named(how, id) as (
        select 'into', merged_into_id from cases_case where id = %(case)s and merged_into_id is not null
        union select 'merged', id from family where id <> %(case)s
        union select 'child', other_id from cases_bond join family on case_id = family.id where sort = 'child'
        union select 'parent', case_id from cases_bond join family on other_id = family.id where sort = 'child'
        union select 'related', other_id from cases_bond join family on case_id = family.id where sort = 'related'
        union select 'related', case_id from cases_bond join family on other_id = family.id where sort = 'related'
    ), beside as (
        (select c.id from cases_case c join own o on c.org_id = o.org_id and c.account_id = o.account_id
            order by c.id desc limit {BESIDE})
        union all
        (select c.id from cases_case c join own o
            on c.org_id = o.org_id and c.counterpart_org_id = o.counterpart_org_id order by c.id desc limit {BESIDE})
    ), shown as (
        (select how, id from named where how in ('into', 'merged') or id not in (select id from family)
            limit {rules.MOST_BONDS})
        union all select 'beside', id from beside where id not in (select id from family union select id from named)
    )
    select
        (select array_agg(id) from family),
        (select json_agg(json_build_object('how', how, 'id', id, 'number', number, 'subject', subject,
            'company', company, 'status', status, 'is_open', closed_at is null) order by how, id)
            from shown join cases_case using (id)),
        (select json_agg(distinct tag) from cases_casetag join family on case_id = family.id),
        (select json_agg(json_build_object('id', i.id, 'text', i.text, 'by_name', d.by_name) order by i.id)
            from cases_checkitem i left join cases_checked d on d.item_id = i.id and d.case_id = %(case)s
            where i.org_id = (select org_id from own) and i.kind = (select kind from cases_case where id = %(case)s)),
        (select coalesce(sum(minutes), 0) from cases_timeentry join family on case_id = family.id),
        (select json_agg(json_build_object('name', name, 'role', role) order by p.id)
            from cases_party p join family on p.case_id = family.id),
        (select json_agg(json_build_object('form', form, 'texts', texts, 'at', at) order by at)
            from cases_draft join family on case_id = family.id
            where person_id = %(person)s::bigint and texts <> '{{}}'),
        (select json_agg(json_build_object('id', g.id, 'kind', kind, 'body', body, 'wait', wait, 'children', children,
            'person_id', person_id, 'name', sender ->> 'name', 'goes_at', goes_at, 'files', files) order by g.id)
            from cases_outgoing g join family on case_id = family.id where done_at is null),
        (select exists (select from cases_follow join family on case_id = family.id
            where person_id = %(person)s::bigint)),
        (select json_agg(json_build_object('id', r.id, 'at', at, 'word', word) order by at)
            from cases_reminder r join family on case_id = family.id
            where person_id = %(person)s::bigint and done_at is null)
"""  # noqa: S608  # constants; values are parameters


@dataclass(frozen=True, slots=True)
class Check:
    """A step of the checklist of the case's kind; ``by_name``: who took it, if somebody did."""

    id: int
    text: str
    by_name: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who has a part in the case."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Around:
    """What the page of a case shows beside its conversation; ``family``: its id and those merged into it.

    minutes: working time booked on all of them.
    """

    family: list[int]
    bonds: list[Bonded]
    tags: list[str]
    checks: list[Check]
    minutes: int
    parties: list[Named]
    drafts: dict[str, Draft] = field(default_factory=dict)
    going: list[Going] = field(default_factory=list)
    follows: bool = False
    reminders: list[Reminding] = field(default_factory=list)

    def those(self, how: str) -> list[Bonded]:
        """The cases named in one way: into (where it goes on), merged, parent, child, related or beside.

        Beside are the latest of the same customer (on the operator's desk: of the same reseller).
        """
        return [each for each in self.bonds if each.how == how]

    def alike(self, subject: str) -> list[Bonded]:
        """Open cases of the same customer about what looks like the same problem, the likest first."""
        scored = [(likeness(subject, each.subject), each) for each in self.those("beside") if each.is_open]
        likely = [(score, each) for score, each in scored if score >= ALIKE]
        return [each for _score, each in sorted(likely, key=lambda one: -one[0])][:FEW]

    @property
    def open_children(self) -> list[Bonded]:
        """What keeps it from being closed by itself."""
        return [each for each in self.bonds if each.how == "child" and each.is_open]


@query("cases.read")
def around(actor: Actor, case_id: int) -> Around:
    """Everything beside the conversation that the page of a case shows, in one statement."""
    background = actor.may("cases.background")
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"case": case_id, "person": actor.person_id})
        family, bonds, tags, checks, minutes, parties, drafts, going, follows, reminders = cursor.fetchone()
    named = [{**row, "status": rules.seen(row["status"], background=background)} for row in bonds or []]
    return Around(
        family, [Bonded(**row) for row in named], tags or [], [Check(**row) for row in checks or []], minutes,
        [Named(**row) for row in parties or []], {row["form"]: Draft.of(row) for row in drafts or []},
        [Going.of(row) for row in going or []], follows, [Reminding.of(row) for row in reminders or []],
    )  # fmt: skip
