"""Health's part of the small world: a known past, one running incident, one that ended, work ahead, news.

``world.incident`` runs on Exchange Online in China East, ``world.past_incident`` was an outage of SharePoint Online;
``world.work`` is planned for Azure, ``world.news`` is about Intune; ``world.check_one`` and ``world.check_three``
are checks that alpha and beta recorded; ``world.statement`` and ``world.first_word`` can be corrected.
"""

from __future__ import annotations

from datetime import timedelta

from behalf.health import actions, queries
from behalf.health.rules import Kind, State
from behalf.kit.tenancy import acting
from tests.world import NOW, World

LONG_AGO = NOW - timedelta(days=200)


def furnish(world: World) -> None:
    """Everything published by the operator's engineer and publisher, as of NOW."""
    engineer = world.actor("operator", "operator_engineer")
    for code, service_id in world.services.items():
        if code != "power-automate":  # nobody has said anything about this one
            world.statement = actions.set_state(engineer, service_id, state=State.NORMAL, at=LONG_AGO, now=LONG_AGO)
    _past_incident(world)
    _running_incident(world)
    _notices(world)
    _checks(world)


def _past_incident(world: World) -> None:
    engineer = world.actor("operator", "operator_engineer")
    began = NOW - timedelta(days=30)
    world.past_incident = actions.publish_incident(
        engineer,
        kind=Kind.OUTAGE,
        title="Sites cannot be opened",
        impact="Opening any site ends with an error.",
        places=[(world.services["sharepoint-online"], "")],
        state=State.INTERRUPTION,
        text="A certificate had expired.",
        began_at=began,
        now=began + timedelta(minutes=10),
    )
    ended = began + timedelta(hours=2)
    actions.resolve_incident(engineer, world.past_incident, text="The certificate was renewed.", now=ended)


def _running_incident(world: World) -> None:
    engineer = world.actor("operator", "operator_engineer")
    began = NOW - timedelta(hours=5)
    world.incident = actions.publish_incident(
        engineer,
        kind=Kind.DEGRADATION,
        title="Mail to other countries delayed",
        impact="Mail to addresses outside China arrives up to three hours late. No mail is lost.",
        places=[(world.services["exchange-online"], "china-east")],
        state=State.INVESTIGATING,
        text="We look into reports of slow delivery.",
        began_at=began,
        now=began + timedelta(minutes=20),
    )
    for hours, state, text in (
        (4, State.DEGRADATION, "Mail to addresses outside China arrives late."),
        (1, State.RESTORING, "A faulty connector was taken out; the queues are being delivered."),
    ):
        actions.update_incident(engineer, world.incident, state=state, text=text, now=NOW - timedelta(hours=hours))
    with acting(engineer):
        world.first_word = queries.incident(engineer, world.incident).words[-1].id


def _notices(world: World) -> None:
    publisher = world.actor("operator", "operator_publisher")
    world.work = actions.plan_maintenance(
        publisher,
        title="Network equipment is replaced",
        text="Virtual machines may be unreachable for up to five minutes.",
        places=[(world.services["azure"], "china-east")],
        starts_at=NOW + timedelta(days=8),
        ends_at=NOW + timedelta(days=8, hours=4),
        now=NOW - timedelta(days=2),
    )
    world.news = actions.announce_post(
        publisher,
        category="action",
        title="Old app protection rules end",
        body="Move to the new rules before the old ones stop working.",
        places=[(world.services["intune"], "")],
        act_by=(NOW + timedelta(days=40)).date(),
        now=NOW - timedelta(days=3),
    )


def _checks(world: World) -> None:
    for reseller, name in (("alpha", "one"), ("beta", "three")):
        agent = world.actor(reseller, "helpdesk_agent")
        made = actions.check(
            agent,
            account_id=world[f"account_{name}"],
            service_ids=[world.services["exchange-online"]],
            now=NOW - timedelta(hours=30),
        )
        world[f"check_{name}"] = made[0]
