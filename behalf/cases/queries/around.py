"""What the page of a case shows: what was said, the cases it hangs together with, what was done. One statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from behalf.cases import rules
from behalf.cases.likeness import ALIKE, likeness
from behalf.cases.models import Promise
from behalf.cases.queries._evidence import Evidence, linked
from behalf.cases.queries._family import FAMILY
from behalf.cases.queries._present import Present
from behalf.cases.queries._told import TOLD, Told, instant
from behalf.cases.queries.bonds import Bonded
from behalf.cases.queries.drafts import Draft
from behalf.cases.queries.following import Reminding
from behalf.cases.queries.going import Going
from behalf.cases.queries.rating import Rated
from behalf.kit.actor import Actor
from behalf.kit.statements import asked
from behalf.kit.verbs import query

FEW = 3
BESIDE = 30  # how many of the same customer's latest cases are looked at for the same problem

_AROUND = f"""{FAMILY}, own as (
        select id, org_id, account_id, counterpart_org_id from cases_case where id = %(case)s
    ), named(how, id) as (
        select 'into', merged_into_id from cases_case where id = %(case)s and merged_into_id is not null
        union select 'follow_up_of', c.follow_up_of_id from cases_case c join family using (id)
            where c.follow_up_of_id is not null
        union select 'followed_up', c.id from cases_case c join family on c.follow_up_of_id = family.id
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
        (select account_id from own), (select array_agg(id) from family),
        (select json_agg(json_build_object('how', how, 'id', id, 'number', number, 'subject', subject,
            'company', company, 'status', status, 'is_open', closed_at is null) order by how, id)
            from shown join cases_case using (id)),
        (select json_agg(distinct tag) from cases_casetag join family on case_id = family.id),
        (select json_agg(json_build_object('id', i.id, 'text', i.text, 'by_name', d.by_name) order by i.id)
            from cases_checkitem i left join cases_checked d on d.item_id = i.id and d.case_id = %(case)s
            where i.org_id = (select org_id from own) and i.kind = (select kind from cases_case where id = %(case)s)),
        {TOLD},
        (select json_agg(json_build_array(promise, due_at, missed_at) order by due_at)
            from cases_caseclock where case_id = %(case)s and ended_at is null),
        (select json_agg(json_build_array(at, text, by_name) order by at, id)
            from cases_tried where case_id = %(case)s and %(background)s),
        (select json_agg(json_build_object('health_check', health_check_id, 'session', session_id,
            'incident', incident_id, 'label', label, 'at', at, 'by_name', by_name) order by id desc)
            from cases_caseevidence where case_id = %(case)s and %(background)s),
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
            where person_id = %(person)s::bigint and done_at is null),
        (select json_build_object('good', good, 'comment', comment, 'asked_at', asked_at, 'answered_at', answered_at)
            from cases_rating r join family on case_id = family.id order by r.id desc limit 1),
        (select json_agg(json_build_array(name, writing) order by name, id) from cases_presence
            where case_id = %(case)s and until >= %(now)s and person_id is distinct from %(person)s::bigint)
"""  # noqa: S608  # constants; values are parameters


@dataclass(frozen=True, slots=True)
class Check:
    """A step of the checklist of the case's kind; ``by_name``: who took it, if somebody did."""

    id: int
    text: str
    by_name: str | None


@dataclass(frozen=True, slots=True)
class Running:
    """A clock of the case that is not over."""

    promise: str
    due_at: datetime | None
    missed_at: datetime | None

    @property
    def label(self) -> str:
        """What was promised."""
        return str(Promise(self.promise).label)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was tried."""

    at: datetime
    text: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who has a part in the case."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Around:
    """All that the page of a case shows: ``family``, its id and those merged into it; ``told``, what was said there.

    tried, evidence: for who sees the background; the others get none. minutes: working time booked on all
    of them.
    """

    family: list[int]
    bonds: list[Bonded]
    tags: list[str]
    checks: list[Check]
    told: Told
    clocks: list[Running]
    tried: list[Step]
    evidence: list[Evidence]
    minutes: int
    parties: list[Named]
    drafts: dict[str, Draft] = field(default_factory=dict)
    going: list[Going] = field(default_factory=list)
    follows: bool = False
    reminders: list[Reminding] = field(default_factory=list)
    rating: Rated | None = None
    present: list[Present] = field(default_factory=list)

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
    def last_going(self) -> int:
        """The newest answer on its way, 0 when none is."""
        return max((each.id for each in self.going), default=0)

    @property
    def open_children(self) -> list[Bonded]:
        """What keeps it from being closed by itself."""
        return [each for each in self.bonds if each.how == "child" and each.is_open]


@query("cases.read")
def around(actor: Actor, case_id: int, *, now: datetime) -> Around:
    """Everything that the page of a case shows, in one statement."""
    background = actor.may("cases.background")
    [row] = asked(_AROUND, {"case": case_id, "background": background, "person": actor.person_id, "now": now})
    account_id, family, bonds, tags, checks, messages, events, files, running, steps, links = row[:11]
    minutes, parties, drafts, going, follows, reminders, rating, present = row[11:]
    named = [{**each, "status": rules.seen(each["status"], background=background)} for each in bonds or []]
    return Around(
        family, [Bonded(**each) for each in named], tags or [], [Check(**each) for each in checks or []],
        Told.of(messages, events, files),
        [Running(promise, instant(due), instant(missed)) for promise, due, missed in running or []],
        [Step(datetime.fromisoformat(at), text, by) for at, text, by in steps or []],
        linked(actor, account_id, links or []), minutes, [Named(**each) for each in parties or []],
        {each["form"]: Draft.of(each) for each in drafts or []}, [Going.of(each) for each in going or []], follows,
        [Reminding.of(each) for each in reminders or []], Rated.of(rating) if rating else None,
        [Present(*each) for each in present or []],
    )  # fmt: skip
