"""Letters: in the receiver's language, as text, and as HTML made from the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from behalf.kit.tenancy import acting
from behalf.notifications.letters import letter, parts
from tests.world import World

FOLDER = Path(__file__).resolve().parents[1] / "templates" / "notifications" / "letters"
FACTS = {
    "to_name": "Ann & <Bob>", "address": "https://desk.example/x?a=1&b=2", "factor": "app", "by": "林静",
    "organization": "", "has_password": False, "text": "Answered", "facts": {},
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.txt")))
def test_every_letter_reads_well_in_every_language(world: World, name: str, language: str) -> None:
    system = world.system("alpha")
    with acting(system):
        subject, text, html = letter(system, f"notifications/letters/{name}", FACTS, language)
    assert subject
    assert "\n" not in subject
    assert "&amp;" not in text
    assert "<p" not in text
    assert "\n\n\n" not in text
    assert "上海云汇信息技术有限公司" in text
    assert f'lang="{ {"zh-hans": "zh-Hans"}.get(language, language) }"' in html


def test_markup_in_a_name_stays_text(world: World) -> None:
    _subject, text, html = letter(world.actor("alpha"), "notifications/letters/invitation.txt", FACTS, "en")
    assert "Hello Ann & <Bob>," in text
    assert "Hello Ann &amp; &lt;Bob&gt;," in html


def test_an_address_below_its_label_becomes_a_button() -> None:
    found = parts("Hello,\n\nOpen the case:\nhttps://desk.example/1\n\n> as you\n> wrote\n\nTwo\nlines")
    assert [(part.kind, part.lines, part.address) for part in found] == [
        ("text", ["Hello,"], ""),
        ("button", ["Open the case"], "https://desk.example/1"),
        ("quote", ["as you", "wrote"], ""),
        ("text", ["Two", "lines"], ""),
    ]
