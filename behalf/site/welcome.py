"""What `behalf up` says once everything runs: the address, who can sign in, where mail can be read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from behalf.site.folder import Folder

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
    lines = ["", f"  Behalf is ready:  {settings['BEHALF_ADDRESS']}"]
    if page := settings.get("BEHALF_MAIL_PAGE"):
        lines.append(f"  Mail it sends:    {page}")
    if door := settings.get("BEHALF_MAIL_IN"):
        lines.append(f"  Mail it receives: smtp://{door}")
    lines += ["", *people(kept(folder)), "", "  Stop with Ctrl-C.", ""]
    return "\n".join(lines)


def people(known: Sequence[Person]) -> list[str]:
    """Who can sign in, a line each, or how to make the first one."""
    if not known:
        return ["  `behalf init --help` makes an operator or a reseller with its first administrator."]
    width = max(len(person.email) for person in known)
    secret = max(len(person.password) for person in known)
    lines = [f"    {one.email:{width}}  {one.password:{secret}}  {one.name}, {one.what}" for one in known]
    return ["  Who can sign in:", *lines]
