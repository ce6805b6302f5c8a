"""What follows from a mail: a case, a word on one, a mark on an address, or that a human must look."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from behalf.cases import actions as cases
from behalf.cases.models import Case, CaseEvent
from behalf.channels import queries, rules
from behalf.channels.actions._desk import Desk
from behalf.channels.actions._ids import remember
from behalf.channels.models import Arrival, Outcome, Unreachable, step
from behalf.channels.queries import Opened
from behalf.channels.reading.letter import Attachment, Delivery, Read
from behalf.channels.reading.quotes import fold
from behalf.channels.reading.said import Facts
from behalf.customers.models import Account
from behalf.kit.errors import Conflict
from behalf.notifications import actions as notifications
from behalf.notifications import queries as outbox
from behalf.web.addresses import url

RETURNED = gettext_noop("Mail to %(address)s cannot be delivered: %(number)s")
LONGEST_BODY = 100_000


class Following:
    """One mail on its way to what becomes of it; every turn is written down."""

    def __init__(self, desk: Desk, row: Arrival, mail: Read, *, look: int, now: datetime) -> None:
        self.desk, self.actor, self.row, self.mail, self.look, self.now = desk, desk.actor, row, mail, look, now

    def note(self, rule: str, found: str, why: str, facts: Facts | None = None) -> None:
        """Write down what was found on the way; why: an English msgid with its facts."""
        self.row.steps = [*self.row.steps, step(self.look, rule, found, why, facts)]

    def end(self, outcome: str, rule: str, why: str, facts: Facts | None = None) -> None:
        """Write down what became of it."""
        self.note(rule, outcome, why, facts)
        self.row.outcome, self.row.why, self.row.why_facts = outcome, why, dict(facts or {})

    # --- A person -----------------------------------------------------------------------------------------------------

    def person(self) -> None:
        """A person wrote: onto a case where they may, else a new case of their customer, else a human looks."""
        if self.desk.is_ours(self.row.sender):
            self.end(Outcome.HELD, "sender", gettext_noop("one of our own people wrote it, who is no customer"))
            return
        case_id = self._case()
        if case_id is not None:
            self._join(case_id)
            return
        accounts = self.desk.accounts(self.row.sender)
        if len(accounts) != 1:
            several = gettext_noop("several customers could have sent it")
            nobody = gettext_noop("no customer has this address or domain")
            self.end(Outcome.HELD, "sender", several if accounts else nobody)
        elif self._opens_too_often():
            why = gettext_noop("its sender opened %(count)s cases within an hour")
            self.end(Outcome.HELD, "often", why, {"count": rules.OPENED_AT_MOST})
        else:
            self.open(accounts[0])

    def knows_sender(self) -> bool:
        """Whether the sender is somebody of a customer."""
        return bool(self.desk.accounts(self.row.sender))

    def _case(self) -> int | None:
        """The case that the mail belongs to by its ids, by a number in its subject, or by being its second."""
        case_id, rule = self._named()
        if case_id is None:
            self.note("thread", "", gettext_noop("no id and no number of a case of ours"))
            case_id = self._joined_lately()
            rule = gettext_noop("its sender opened an unanswered case under the same subject within a day")
        survivor = queries.survivor_of(self.actor, case_id) if case_id is not None else None
        if survivor is not None:
            self.note("thread", str(survivor), rule)
        return survivor

    def _joined_lately(self) -> int | None:
        since = self.row.received_at - rules.TOGETHER
        lately = reversed(self.desk.opened_by(self.row.sender, since=since))
        subject = self.row.subject
        return next((each.case_id for each in lately if each.is_unanswered and each.subject == subject), None)

    def _named(self) -> tuple[int | None, str]:
        for each in self.mail.threads:
            made = rules.our_id(settings.SECRET_KEY, each)
            if made and made.org_id == self.actor.org_id:
                return made.case_id, gettext_noop("it answers a mail whose id only we can make")
        if (case_id := queries.case_of_ids(self.actor, self.mail.threads)) is not None:
            return case_id, gettext_noop("it shares an id with the mails of the case")
        number = queries.case_of_number(self.actor, rules.numbers(self.mail.subject))
        return number, gettext_noop("its subject names the case, which proves nothing by itself")

    def _join(self, case_id: int) -> None:
        self.row.case_id = case_id
        accounts = {account.pk for account in self.desk.accounts(self.row.sender)}
        may = queries.is_participant(self.actor, case_id, self.row.sender, accounts=accounts)
        if not may:
            self.end(Outcome.HELD, "participant", gettext_noop("its sender has no part in the case that it names"))
            return
        self.note("participant", "yes", may)
        self.join(case_id)

    def join(self, case_id: int) -> None:
        """Add it to a case; one that was closed too long ago goes on in its follow-up."""
        body = self._body(fold(self.mail.text).written or self.mail.subject)
        try:
            heard = cases.hear_mailed(
                self.actor, case_id, body=body, sender_name=self._name(), files=self._files(), now=self.now
            )
        except Conflict:
            self.end(Outcome.HELD, "closed", gettext_noop("the case is closed and has no customer"))
            return
        self._refused(heard.refused)
        if heard.follows is not None:
            why = gettext_noop("%(number)s was closed too long ago to go on; %(after)s follows it up")
            self.note("closed", "", why, {"number": heard.follows.number, "after": heard.case.number})
        if heard.opened:
            self._opened(heard.case)
        else:
            self._belongs(heard.case.pk, Outcome.REPLY, gettext_noop("it joined the case"))

    def open(self, account: Account) -> int:
        """Open a case of this customer from it."""
        inbox = self.desk.inbox(self.row.address)
        with translation.override(account.language):
            subject = self.mail.subject.strip() or _("(no subject)")
            body = self._body(self.mail.text.strip() or _("(no text)"))
        case, refused = cases.open_mailed(
            self.actor, account_id=account.pk, kind=inbox.kind, severity=inbox.severity, subject=subject, body=body,
            sender=self.row.sender, sender_name=self._name(), files=self._files(), now=self.now,
        )  # fmt: skip
        self._refused(refused)
        self._opened(case)
        return case.pk

    def _opened(self, case: Case) -> None:
        facts: Facts = {"number": case.number, "company": case.company}
        self.desk.opens(Opened(self.row.sender, self.row.subject, self.row.received_at, case.pk, is_unanswered=True))
        self._belongs(case.pk, Outcome.CASE, gettext_noop("it opened %(number)s for %(company)s"), facts)

    def _belongs(self, case_id: int, outcome: str, why: str, facts: Facts | None = None) -> None:
        self.row.case_id = case_id
        mine = [self.mail.message_id] if self.mail.message_id.startswith("<") else []
        others = [each for each in self.mail.threads[: rules.REFERENCES] if each not in mine]
        remember(self.actor, case_id, {"in": mine, "seen": others})
        self.desk.reaches(self.row.sender)
        self.end(outcome, "outcome", why, facts)

    def _opens_too_often(self) -> bool:
        lately = self.desk.opened_by(self.row.sender, since=self.row.received_at - rules.WITHIN)
        return len(lately) >= rules.OPENED_AT_MOST

    def _name(self) -> str:
        return (self.row.sender_name or self.row.sender)[:200]

    def _body(self, text: str) -> str:
        return text if len(text) <= LONGEST_BODY else f"{text[:LONGEST_BODY]}\n…"

    def _files(self) -> list[SimpleUploadedFile]:
        return [_upload(one) for one in self.mail.files if one.content and not _is_furniture(one, self.mail)]

    def _refused(self, refused: list[tuple[str, str]]) -> None:
        for _name, why in refused:
            self.note("file", "", gettext_noop("a file was left in the original: %(why)s"), {"why": why})

    # --- A machine ----------------------------------------------------------------------------------------------------

    def returned(self, *, temporary: bool) -> None:
        """Mail of ours came back: the address is marked and the case says so; no clock, no status moves."""
        original = rules.our_id(settings.SECRET_KEY, self.mail.original_id)
        if original is None or original.org_id != self.actor.org_id:
            self.end(Outcome.DROPPED, "original", gettext_noop("it is about no mail of ours, as far as it can prove"))
            return
        case_id = queries.survivor_of(self.actor, original.case_id)
        wrote_to = outbox.receiver_of(self.actor, self.mail.original_id).lower()
        if case_id is None or not wrote_to:
            self.end(Outcome.DROPPED, "original", gettext_noop("the mail that came back is not in our outbox"))
            return
        self.row.case_id = case_id
        said = next((one for one in self.mail.dsn if one.recipient == wrote_to), None)
        words = " ".join(filter(None, (said.status, said.words))) if said else self.mail.subject
        facts = {"address": wrote_to, "words": words[:200]}
        kind = "mail_delayed" if temporary else "mail_returned"
        cases.note_event(self.actor, case_id, kind=kind, facts=facts, key=f"mail:{self.row.pk}", now=self.now)
        if not temporary:
            self._mark(wrote_to, said, words)
            self._tell(case_id, wrote_to)
        why = gettext_noop("noted on the case for %(address)s")
        self.end(Outcome.DROPPED, "returned mail", why, {"address": wrote_to})

    def _mark(self, address: str, said: Delivery | None, words: str) -> None:
        row = Unreachable(
            org_id=self.actor.org_id, address=address, status=said.status if said else "", words=words[:500],
            since=self.now,
        )  # fmt: skip
        Unreachable.objects.visible_to(self.actor).bulk_create([row], ignore_conflicts=True)

    def _tell(self, case_id: int, address: str) -> None:
        case = Case.objects.visible_to(self.actor).get(pk=case_id)
        if case.assignee_id is not None:
            notifications.tell(
                self.actor, case.assignee_id, text=RETURNED, url=url("cases:case", case_id=case_id),
                kind="mail_returned", about=case.ref, facts={"address": address, "number": case.number},
                key=f"returned:{self.row.pk}", now=self.now,
            )  # fmt: skip

    def automatic(self) -> None:
        """An automatic answer is a line on its case, if it has one; nothing else follows, and it is never answered."""
        case_id, _rule = self._named()
        case_id = queries.survivor_of(self.actor, case_id) if case_id is not None else None
        if case_id is None:
            self.end(Outcome.DROPPED, "automatic", gettext_noop("automatic mail opens no case"))
            return
        self.row.case_id = case_id
        noted = CaseEvent.objects.visible_to(self.actor).filter(case_id=case_id, kind="mail_automatic").count()
        if noted < rules.NOTED_AT_MOST:
            facts = {"address": self.row.sender}
            cases.note_event(
                self.actor, case_id, kind="mail_automatic", facts=facts, key=f"mail:{self.row.pk}", now=self.now
            )
        self.end(Outcome.DROPPED, "automatic", gettext_noop("noted on the case; automatic mail answers nothing"))


def _upload(one: Attachment) -> SimpleUploadedFile:
    return SimpleUploadedFile(one.safe_name, one.content, one.kind)


def _is_furniture(one: Attachment, mail: Read) -> bool:
    """A small picture that the HTML shows inside of its text, such as a logo in a signature."""
    shown = bool(one.content_id) and f"cid:{one.content_id}" in mail.html
    return shown and one.kind.startswith("image/") and (one.size or 0) < 10_000
