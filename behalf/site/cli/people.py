"""Commands that set up who works here: init and demo."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict

from django.utils import translation

from behalf.site import tongue, welcome
from behalf.site.cli.parts import Commands, command, facts, migrated_site, say
from behalf.site.halt import Exit, Halt
from behalf.site.tongue import gettext as _


def add(commands: Commands) -> None:
    """Declare them."""
    init = command(
        commands, "init", _init, "make an operator or a reseller with its first global admin, and no demo",
        "Prints the first admin's temporary password once; it must be changed at the first sign-in. Make the operator\n"
        "first: resellers belong to it. Refuses a second operator.",
    )  # fmt: skip
    init.add_argument("kind", choices=("operator", "reseller"))
    init.add_argument("name", help="name of the organization")
    init.add_argument("--admin", required=True, metavar="NAME", help="name of its first global admin")
    init.add_argument("--email", required=True, help="what the admin signs in with")
    init.add_argument("--prefix", default="", help="letters before its case numbers; default: from the name")
    init.add_argument("--language", choices=("en", "zh-hans", "ja"), default="en", help="default: %(default)s")
    init.add_argument("--zone", default="Asia/Shanghai", help="time zone; default: %(default)s")
    facts(init)
    demo = command(
        commands, "demo", _demo, "load the demo world into an empty database, or say who can sign in",
        "Refuses a database that holds anything; with --first it says nothing then.",
    )  # fmt: skip
    demo.add_argument("--first", action="store_true", help="do nothing where an organization exists already")
    demo.add_argument("--people", action="store_true", help="only say who can sign in")
    facts(demo)


def _init(parsed: argparse.Namespace) -> int:
    with migrated_site("web"):
        from behalf.site import founding

        found = founding.found_operator if parsed.kind == "operator" else founding.found_reseller
        wish = founding.Wish(
            name=parsed.name,
            prefix=parsed.prefix,
            admin=parsed.admin,
            email=parsed.email,
            language=parsed.language,
            zone=parsed.zone,
        )
        with translation.override(tongue.language(os.environ)):  # the rooms refuse in Django's language
            made = found(wish)
    secret = _("temporary password, shown only now: %(password)s") % {"password": made.temporary_password}
    told = secret if made.temporary_password else _("signs in as before")
    ready = _("%(name)s is ready.") % {"name": made.organization}
    say(parsed, asdict(made), f"{ready}\n  {made.email}\n  {told}")
    return Exit.DONE


def _demo(parsed: argparse.Namespace) -> int:
    with migrated_site("worker") as folder:
        from behalf.site import database, demo

        if not parsed.people:
            if not database.is_empty():
                if parsed.first:
                    return Exit.DONE
                raise Halt(_("The database is not empty: the demo world is loaded into an empty one only."))
            demo.load()
        people = demo.people()
    if not parsed.people:
        welcome.keep(folder, people)
    # On a first start the supervisor says who can sign in, once everything runs.
    told = [_("The demo world is loaded.")] if parsed.first else welcome.people(people)
    say(parsed, [asdict(person) for person in people], "\n".join(told))
    return Exit.DONE
