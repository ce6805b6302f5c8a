"""What crosses a tier hangs on the own exchange, whatever a forgotten filter or a stranger writes."""

from __future__ import annotations

import pytest
from django.db.utils import ProgrammingError

from behalf.escalation.models import Escalation, ExchangeMessage
from behalf.kit.tenancy import acting
from tests.world import NOW, World


def _word(world: World, *, sender: str, to: str, dossier: str) -> ExchangeMessage:
    return ExchangeMessage(
        from_org_id=world[sender], to_org_id=world[to], dossier_id=world[dossier], kind="reply", body="…",
        author_name="x", at=NOW, key="forged",
    )  # fmt: skip


def test_nobody_speaks_on_a_strangers_dossier(world: World) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), acting(world.actor("beta")):
        _word(world, sender="beta", to="operator", dossier="dossier_alpha").save(force_insert=True)


def test_a_word_goes_to_the_other_side_of_its_dossier_alone(world: World) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), acting(world.actor("operator")):
        _word(world, sender="operator", to="beta", dossier="dossier_alpha").save(force_insert=True)
    with acting(world.actor("operator")):
        _word(world, sender="operator", to="alpha", dossier="dossier_alpha").save(force_insert=True)


def test_nobody_keeps_a_strangers_dossier_as_its_own(world: World) -> None:
    stranger = world.actor("beta")
    with acting(stranger):
        own = Escalation.objects.visible_to(stranger).get(dossier_id=world.dossier_beta)
    own.dossier_id = world.dossier_alpha
    with pytest.raises(ProgrammingError, match="row-level security"), acting(stranger):
        own.save(update_fields=["dossier"])
