"""Names of files that a mail brings: as given, and as may be stored and offered."""

from __future__ import annotations

import re
import unicodedata
from mimetypes import guess_extension

from behalf.channels.reading.tree import Part

LONGEST = 120
_DEVICES = re.compile(r"(?i)\A(con|prn|aux|nul|com\d|lpt\d)(?=\.|\Z)")
_UNSAFE = re.compile(r"[\\/:*?\"<>|`;\x00-\x1f\x7f]")


def given(part: Part) -> str:
    """The name that a part gives its file; "" when it gives none."""
    return part.params.get("disposition:filename") or part.params.get("name") or ""


def safe(name: str, kind: str) -> str:
    """A name that stays in its folder, reads in one direction and is never empty; its extension is kept."""
    shown = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    last = re.split(r"[\\/]", shown)[-1]
    clean = " ".join(_UNSAFE.sub("_", last).split()).strip(". ").lstrip("-~ ")
    if not clean:
        return f"attachment{guess_extension(kind) or '.bin'}"
    clean = _DEVICES.sub(r"_\1", clean)
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else clean[:LONGEST]
