"""The command that searches: as a person would, with that person's rights."""

from __future__ import annotations

import argparse
from typing import Any

from behalf.site.cli.parts import Commands, command, facts, kept_site, say
from behalf.site.halt import Exit, Halt
from behalf.site.tongue import gettext as _

MOST = 1000


def add(commands: Commands) -> None:
    """Declare it."""
    search = command(
        commands, "search", _search, "search the cases of a desk as one of its people",
        "QUERY is what one types on the page: words, \"phrases\" and filters such as is:open or customer:lakeside.\n"
        "Without --as, `behalf search rebuild` indexes all cases anew, `behalf search rebuild --missing` only those\n"
        "that are not in the index, while everything runs.",
    )  # fmt: skip
    search.add_argument("query", metavar="QUERY", help="what to look for, as one argument; or rebuild")
    search.add_argument("--as", dest="person", metavar="EMAIL", help="whose desk and whose rights")
    search.add_argument("--limit", type=int, default=25, help=f"how many hits, to {MOST}; default: %(default)s")
    search.add_argument("--before", default="", metavar="KEY", help="`older` of the answer before: what follows it")
    search.add_argument("--missing", action="store_true", help="with rebuild: only what is not in the index")
    facts(search)


def _search(parsed: argparse.Namespace) -> int:
    if parsed.person:
        return _find(parsed)
    if parsed.query != "rebuild":
        raise Halt(_("Say as whom: behalf search QUERY --as EMAIL."), Exit.USAGE)
    with kept_site("owner"):
        from behalf.cases.search import index

        done = index.rebuild(only_missing=parsed.missing)
    say(parsed, {"indexed": done}, f"{done} cases indexed.")
    return Exit.DONE


def _find(parsed: argparse.Namespace) -> int:
    if not 1 <= parsed.limit <= MOST:
        raise Halt(_("--limit is from 1 to %(most)s.") % {"most": MOST}, Exit.USAGE)
    with kept_site("web"):
        from behalf.cases import queries
        from behalf.identity import directory
        from behalf.kit.tenancy import acting

        person = directory.person_of(parsed.person)
        actors = [actor for actor in (directory.actors_of(person.pk) if person else []) if actor.may("cases.read")]
        if not actors:
            raise Halt(
                _("%(person)s is nobody who may read the cases of a desk.") % {"person": parsed.person}, Exit.USAGE
            )
        with acting(actors[0]):
            found = queries.search(actors[0], parsed.query, before=parsed.before, limit=parsed.limit)
    known = _facts(found)
    lines = [
        f"{hit['number']:12} {hit['at']:%Y-%m-%d}  {hit['subject']}\n{'':12} {hit['snippet']}" for hit in known["hits"]
    ]
    more = "" if found.is_exact else "+"
    say(parsed, known, "\n".join([*lines, f"{found.count}{more} found"]))
    return Exit.DONE


def _facts(found: Any) -> dict[str, Any]:
    asked = found.asked
    return {
        "query": {
            "text": asked.text,
            "terms": [{"text": term.text, "phrase": term.quoted, "begins": term.begins} for term in asked.terms],
            "filters": [{"name": each.name, "value": each.value} for each in asked.filters],
            "not_understood": [
                {"what": fault.kind, "name": fault.name, "value": fault.value} for fault in asked.faults
            ],
        },
        "count": found.count,
        "count_is_exact": found.is_exact,
        "older": found.older,
        "hits": [
            {
                "id": hit.row.id, "number": hit.row.number, "subject": hit.row.subject, "company": hit.row.company,
                "status": hit.row.status, "severity": hit.row.severity, "at": hit.at, "snippet": hit.text,
            }
            for hit in found.hits
        ],
    }  # fmt: skip
