"""Commands that print facts and change nothing: rights, audit, settings, version."""

from __future__ import annotations

import argparse
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

from behalf import __version__
from behalf.site.cli.parts import Commands, command, facts, kept_site, say, site
from behalf.site.engine import MAJOR
from behalf.site.halt import Exit, Halt
from behalf.site.safety import unsafe
from behalf.site.surroundings import completed, folder_of
from behalf.site.tongue import gettext as _
from behalf.site.variables import VARIABLES, shown, unknown


def add(commands: Commands) -> None:
    """Declare them."""
    facts(command(commands, "rights", _rights, "print who may do what: the table of verbs and roles"))
    _add_audit(commands)
    settings = command(
        commands, "settings", _settings, "list every BEHALF_* variable with its meaning, default and present value",
        "Passwords and keys are masked. Exits with 7 when a setting is unsafe, and names it.",
    )  # fmt: skip
    facts(settings)
    facts(command(commands, "version", _version, "print the versions of Behalf and of what it stands on"))


def _add_audit(commands: Commands) -> None:
    audit = command(commands, "audit", _audit_verify, "check the audit's chain, or export its heads")
    parts = audit.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify = command(
        parts, "verify", _audit_verify, "name the first entry changed, removed, reordered or inserted",
        "Exits with 1 when the chain of an organization does not hold.",
    )  # fmt: skip
    verify.add_argument(
        "--head", type=Path, metavar="FILE", help="heads exported earlier: finds a tail that was cut off"
    )
    facts(verify)
    heads = command(
        parts, "heads", _audit_heads, "export the newest link of every organization's chain",
        "Keep the file away from this machine: with it, `audit verify --head FILE` finds a cut tail.",
    )  # fmt: skip
    heads.add_argument("file", nargs="?", type=Path, help="default: print")
    heads.set_defaults(json=True)


def _rights(parsed: argparse.Namespace) -> int:
    with site("web"):
        from behalf.kit.actor import ROLES, rights

        table = [{"verb": verb, "roles": [role for role in ROLES if role in roles]} for verb, roles in rights().items()]
    width = max((len(str(row["verb"])) for row in table), default=0)
    lines = [f"{row['verb']:{width}}  {' '.join(row['roles'])}" for row in table]
    say(parsed, table, "\n".join(lines))
    return Exit.DONE


def _audit_verify(parsed: argparse.Namespace) -> int:
    heads = _read_heads(parsed.head) if parsed.head else {}
    with kept_site("owner"):
        from behalf.audit import sealing

        checked = sorted({*sealing.organizations(), *heads})
        faults = {org_id: sealing.verify(org_id, head=heads.get(org_id)) for org_id in checked}
    found = [
        {"organization": org_id, "place": fault.seq, "entry": fault.entry_id, "what": fault.what}
        for org_id, fault in faults.items()
        if fault
    ]
    lines = [f"organization {one['organization']}, entry {one['entry']}: {one['what']}" for one in found]
    say(parsed, {"checked": len(checked), "faults": found}, "\n".join(lines) or f"{len(checked)} chains hold.")
    return Exit.FAILED if found else Exit.DONE


def _read_heads(path: Path) -> dict[int, tuple[int, str]]:
    try:
        return {int(org_id): (int(seq), str(link)) for org_id, (seq, link) in json.loads(path.read_text()).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise Halt(
            _("%(file)s is no file of `behalf audit heads` (%(reason)s).") % {"file": path, "reason": error}, Exit.USAGE
        ) from error


def _audit_heads(parsed: argparse.Namespace) -> int:
    with kept_site("owner"):
        from behalf.audit import sealing

        content = json.dumps(sealing.heads(), indent=1)
    if parsed.file:
        parsed.file.write_text(content + "\n")
    else:
        print(content)
    return Exit.DONE


def _settings(parsed: argparse.Namespace) -> int:
    present = dict(os.environ)
    folder = folder_of(present)
    effective = completed(present, folder) if folder.secrets.is_dir() else present
    rows = [
        {
            "name": variable.key,
            "meaning": variable.meaning,
            "default": variable.default,
            "value": shown(variable, effective),
            "set": variable.key in present,
        }
        for variable in VARIABLES
    ]
    unset = {variable.key: variable.unset for variable in VARIABLES}
    faults, misspelt = unsafe(present), unknown(present)
    text = [f"{row['name']:24} {row['value'] or unset[str(row['name'])]}\n{'':24} {row['meaning']}" for row in rows]
    text += [f"unsafe: {fault}" for fault in faults] + [f"unknown: {name}" for name in misspelt]
    say(parsed, {"settings": rows, "unsafe": faults, "unknown": misspelt}, "\n".join(text))
    return Exit.UNSAFE if faults else Exit.DONE


def _version(parsed: argparse.Namespace) -> int:
    found = {
        "behalf": __version__,
        "python": platform.python_version(),
        "django": version("django"),
        "postgresql": str(MAJOR),
        "granian": version("granian"),
        "procrastinate": version("procrastinate"),
    }
    say(parsed, found, "\n".join(f"{name:14} {number}" for name, number in found.items()))
    return Exit.DONE
