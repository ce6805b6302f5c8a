"""Escalation's part of the small world: one running dossier of each reseller, the operator's case about alpha's."""

from __future__ import annotations

from behalf.cases import actions as case_actions
from behalf.escalation import actions
from behalf.escalation.models import Dossier
from behalf.health import actions as health
from behalf.kit.actor import Actor
from tests.world import NOW, World


def furnish(world: World) -> None:
    """``dossier_alpha``, ``dossier_beta`` and ``case_of_dossier``, the operator's case opened from alpha's."""
    for reseller, account in (("alpha", "account_two"), ("beta", "account_three")):
        agent = world.actor(reseller, "helpdesk_agent")
        case = case_actions.open(
            agent, account_id=world[account], kind="performance", service_id=world.service_mail, severity="B",
            subject="Sending is refused", body="Every mail comes back.", now=NOW,
        )  # fmt: skip
        dossier = escalated(world, agent, case.pk, account=account)
        world[f"dossier_{reseller}"] = dossier.pk
        intake = actions.receive(world.system("operator"), dossier.pk, now=NOW)
        if reseller == "alpha":
            world.case_of_dossier = intake.case_id


def make_ready(world: World, agent: Actor, case_id: int, *, account: str = "account_one") -> None:
    """Everything that the operator expects: health, settings, what was tried, why, and the running incident denied."""
    health.check(agent, account_id=world[account], service_ids=[world.service_mail], now=NOW)
    case_actions.add_tried(agent, case_id, text="Sent from the web: delayed as well", now=NOW)
    actions.prepare(
        agent,
        case_id,
        topic="technical",
        lack="tools",
        lack_words="Only the operator sees the queue.",
        settings_not_applicable="The delay is behind the customer's own settings.",
        now=NOW,
    )
    actions.answer_incident(
        agent, case_id, incident_id=world.incident, stance="denied", reason="It fails inside China, too.", now=NOW
    )


def escalated(world: World, agent: Actor, case_id: int, *, account: str = "account_one") -> Dossier:
    """A case sent up with everything there."""
    make_ready(world, agent, case_id, account=account)
    return actions.send(agent, case_id, now=NOW)
