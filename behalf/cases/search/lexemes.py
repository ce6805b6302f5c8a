"""A case and what was said on it -> its row of the index. Plain Python, no database.

A lexeme's first character says where it comes from: ``~`` the head of the case, ``#`` a filter, ``:`` what was said,
``!`` what was said behind the conversation. The database puts the desk's id in front of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from behalf.cases.search import words
from behalf.cases.search.asked import ME, Asked, Filter, Term
from behalf.cases.search.words import Sought

HEAD, SAID, INSIDE = "~", ":", "!"
OPEN, CLOSED, FILE, NUMBER, OTHER_NUMBER = "#open", "#closed", "#file", "#n", "#o"
NOBODY, WITH, SEVERITY = "#nobody", "#with:", "#severity:"
FIELDS = {"customer": "#c:", "service": "#s:", "assignee": "#a:", "from": "#f:"}


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a case beside its conversation."""

    number: str
    other_number: str
    subject: str
    company: str
    counterpart_name: str
    contact_name: str
    contact_email: str
    contact_phone: str
    services: str
    severity: str
    assignee_id: int | None
    assignee_name: str
    is_open: bool

    def lexemes(self) -> list[str]:
        """Everything by which the head is found, in a lasting order."""
        found = {HEAD + word for word in words.words(" · ".join(self._texts()))}
        found |= {FIELDS["customer"] + word for word in words.words(f"{self.company} · {self.counterpart_name}")}
        found |= {FIELDS["service"] + word for word in words.words(self.services)}
        found |= {FIELDS["assignee"] + word for word in words.words(self.assignee_name)}
        found |= {FIELDS["from"] + word for word in words.words(f"{self.contact_name} · {self.contact_email}")}
        found |= {NUMBER + word for word in words.number(self.number) or {words.fold(self.number)}}
        found |= {OTHER_NUMBER + word for word in words.number(self.other_number)}
        if digits := "".join(letter for letter in self.contact_phone if letter.isdecimal()):
            found.add(HEAD + words.fold(digits)[: words.LONGEST])
        found.add(SEVERITY + self.severity)
        found.add(OPEN if self.is_open else CLOSED)
        found.add(NOBODY if self.assignee_id is None else f"{WITH}{self.assignee_id}")
        return sorted(found)

    def text(self) -> str:
        """The head for runs and phrases, with its state, so that two heads are one when nothing changed."""
        state = f"#{self.number}#{self.other_number}#{self.severity}#{self.assignee_id}#{self.is_open}"
        return "".join(map(words.plain, self._texts())) + state

    def _texts(self) -> tuple[str, ...]:
        people = (self.company, self.counterpart_name, self.contact_name, self.contact_email, self.contact_phone)
        return (self.subject, *people, self.services, self.assignee_name)


@dataclass(slots=True)
class Talk:
    """What is added to a case: words and text of the conversation, and of what lies behind it."""

    said: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    said_text: str = ""
    inside_text: str = ""
    message_id: int = 0
    attachment_id: int = 0

    def message(self, pk: int, *, author: str, body: str, behind: bool, of_customer: bool) -> None:
        """Add a message; ``behind``: a sales agent does not read it."""
        self._add((author, body), behind=behind)
        if of_customer:
            self.said |= {f"{FIELDS['from']}{word}" for word in words.words(author)}
        self.message_id = max(self.message_id, pk)

    def attachment(self, pk: int, *, name: str, behind: bool) -> None:
        """Add the name of a file."""
        self._add((name,), behind=behind)
        if not behind:
            self.said.add(FILE)
        self.attachment_id = max(self.attachment_id, pk)

    def _add(self, texts: Iterable[str], *, behind: bool) -> None:
        for text in texts:
            if behind:
                self.inside |= words.words(text)
                self.inside_text += words.plain(text)
            else:
                self.said |= words.words(text)
                self.said_text += words.plain(text)


def clauses(asked: Asked, *, person_id: int | None, background: bool) -> list[str]:
    """What a row must hold to answer: each clause is a choice of lexemes with spaces between; ``*``: begins with."""
    found: list[str] = []
    for term in asked.terms:
        found += _of_term(term, background=background)
    for each in asked.filters:
        found += _of_filter(each, person_id)
    return list(dict.fromkeys(found)) or ([f"{OPEN} {CLOSED}"] if asked.filters else [])


def runs(asked: Asked) -> list[str]:
    """The runs of text that must stand in a row as they are."""
    return list(dict.fromkeys(term.sought.run for term in asked.terms if term.sought.run))


def _of_term(term: Term, *, background: bool) -> list[str]:
    tags = [SAID, HEAD, *([INSIDE] if background else [])]
    numbers = [NUMBER, *([OTHER_NUMBER] if background else [])]
    last = len(term.sought.words) - 1
    made = []
    for place, word in enumerate(term.sought.words):
        end = "*" if term.begins and place == last else ""
        own = [*tags, *(numbers if _is_numeric(word) else [])]
        made.append(" ".join(f"{tag}{word}{end}" for tag in own))
    return made


def _of_filter(asked: Filter, person_id: int | None) -> list[str]:
    mine = f"{WITH}{person_id or 0}"
    match asked.name:
        case "is":
            return [{"open": OPEN, "closed": CLOSED, "unassigned": NOBODY, "mine": mine}[asked.value]]
        case "assignee" if asked.value == ME:
            return [mine]
        case "severity":
            return [SEVERITY + asked.value]
        case "has":
            return [SAID + FILE]
        case "before" | "after":
            return []
        case _:
            tag = FIELDS[asked.name]
            tags = (tag, SAID + tag) if asked.name == "from" else (tag,)
            return _of_names(tags, asked.sought, begins=asked.begins)


def _of_names(tags: tuple[str, ...], sought: tuple[Sought, ...], *, begins: bool) -> list[str]:
    named = [word for each in sought for word in each.words]
    if begins:
        named[-1] += "*"
    return [" ".join(tag + word for tag in tags) for word in named]


def _is_numeric(word: str) -> bool:
    return any(letter.isdecimal() for letter in word)
