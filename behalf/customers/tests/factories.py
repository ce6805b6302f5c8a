"""The customers' part of the small world: accounts one and two of alpha, three of beta."""

from __future__ import annotations

from behalf.customers import actions
from tests.world import NOW, World

DOMAINS = {"one": "chenghai-bio.cn", "two": "lakeside-robotics.cn", "three": "konan-shoji.jp"}


def furnish(world: World) -> None:
    """Relate each customer to its reseller; ``world.account_one`` is the account's id."""
    for name, reseller in (("one", "alpha"), ("two", "alpha"), ("three", "beta")):
        world[f"account_{name}"] = actions.relate(
            world.system(reseller),
            world[name],
            company=world.actor(name).org_name,
            domain=DOMAINS[name],
            contact_name=f"contact of {name}",
            contact_email=f"contact@{DOMAINS[name]}",
            language="ja" if name == "three" else "zh-hans",
            billing_name=f"accounts of {name}",
            billing_email=f"accounts@{DOMAINS[name]}",
            brought=True,
            now=NOW,
        )
