"""The subscriptions' part of the small world; ``world.<name>`` is each one's id."""

from __future__ import annotations

from datetime import timedelta

from behalf.subscriptions import actions
from tests.world import NOW, World

BOUGHT = (
    ("alpha", "account_one", "one_e3", "office-365-e3", 90),
    ("alpha", "account_one", "one_azure", "azure", 1),
    ("alpha", "account_one", "one_dynamics", "dynamics-365-sales-enterprise", 12),
    ("alpha", "account_two", "two_essentials", "office-365-business-essentials", 40),
    ("alpha", "account_two", "two_intune", "intune", 24),
    ("beta", "account_three", "three_premium", "office-365-business-premium", 25),
)
ORDERED = NOW - timedelta(days=90)


def furnish(world: World) -> None:
    """Everybody subscribes to something; two's Intune was suspended 42 days ago."""
    for reseller, account, name, offer, seats in BOUGHT:
        seller = world.actor(reseller, "admin_agent")
        world[name] = actions.add(seller, world[account], offer_id=world.offers[offer], seats=seats, now=ORDERED)
    actions.suspend(
        world.actor("alpha", "admin_agent"), world.two_intune, reason="non_payment", now=NOW - timedelta(days=42)
    )
    table = "Company name,Primary domain name\n华东精密机械有限公司,hdjm.partner.onmschina.cn\n".encode()
    for reseller in ("alpha", "beta"):
        world[f"{reseller}_file"] = actions.receive(
            world.actor(reseller, "admin_agent"), kind="customers", name="Customers.csv", raw=table, now=NOW
        )
