"""What `behalf up` says once everything runs: the address, who can sign in, where mail can be read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from unicodedata import east_asian_width

from behalf.site.folder import Folder
from behalf.site.tongue import gettext as _

PEOPLE = "people.json"


@dataclass(frozen=True)
class Person:
    """Somebody of the demo world who can sign in.

    what: role and organization as a terminal says them; settings: agent, admin and role, for whoever says it otherwise.
    """

    name: str
    email: str
    password: str
    what: str
    settings: Sequence[str] = ("none", "none", "")
    organization: str = ""


def keep(folder: Folder, known: Sequence[Person]) -> None:
    """Note who can sign in, so that a later start can say it without asking the database."""
    (folder.root / PEOPLE).write_text(json.dumps([asdict(person) for person in known], ensure_ascii=False, indent=1))


def kept(folder: Folder) -> list[Person]:
    """Who can sign in, as last noted; nobody where the demo world was not loaded."""
    try:
        return [Person(**one) for one in json.loads((folder.root / PEOPLE).read_text())]
    except FileNotFoundError:
        return []


def text(settings: Mapping[str, str], folder: Folder) -> str:
    """The lines for a terminal."""
    found = [(_("Behalf is ready:"), settings["BEHALF_ADDRESS"])]
    if page := settings.get("BEHALF_MAIL_PAGE"):
        found.append((_("Mail it sends:"), page))
    if door := settings.get("BEHALF_MAIL_IN"):
        found.append((_("Mail it receives:"), f"smtp://{door}"))
    width = max(_columns(what) for what, _where in found)
    lines = [f"  {what}{' ' * (width - _columns(what))} {where}" for what, where in found]
    return "\n".join(["", *lines, "", *people(kept(folder)), "", "  " + _("Stop with Ctrl-C."), ""])


def people(known: Sequence[Person]) -> list[str]:
    """Who can sign in, a line each, or how to make the first one."""
    if not known:
        return ["  " + _("`behalf init --help` makes an operator or a reseller with its first administrator.")]
    width = max(len(person.email) for person in known)
    secret = max(len(person.password) for person in known)
    lines = [f"    {one.email:{width}}  {one.password:{secret}}  {one.name}, {one.what}" for one in known]
    return ["  " + _("Who can sign in:"), *lines]


def _columns(text: str) -> int:
    """How wide a terminal draws this: a Chinese or Japanese character takes two columns."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
