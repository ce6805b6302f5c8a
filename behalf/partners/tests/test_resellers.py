"""Enrolment, standing and profiles: who keeps what, and who sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from behalf.identity.models import Membership
from behalf.kit.errors import Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.partners import actions, queries
from behalf.partners.models import Reseller, SupportProfile
from tests.world import NOW, World

NEW: dict[str, Any] = {
    "name": "成都蜀云科技",
    "prefix": "CD",
    "admin_name": "周杰",
    "admin_email": "zhou@shuyun.example",
}


def test_the_first_person_of_a_reseller_is_global_admin(world: World) -> None:
    operator = world.actor("operator", "operator_admin")
    new = actions.enrol(operator, **NEW, now=NOW)
    assert new.admin.temporary_password
    assert Membership.objects.get(pk=new.admin.membership_id).admin == "global"
    with acting(operator):
        assert new.reseller_id in {row.organization_id for row in queries.resellers(operator)}


def test_two_resellers_have_different_letters(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        actions.enrol(world.actor("operator", "operator_admin"), **{**NEW, "prefix": "SH"}, now=NOW)
    assert refused.value.field == "prefix"


def test_only_the_operators_admin_enrols(world: World) -> None:
    for actor in (world.actor("operator", "operator_engineer"), world.actor("alpha", "global_admin")):
        with pytest.raises(NotAllowed):
            actions.enrol(actor, **NEW, now=NOW)


def test_each_side_knows_the_premium_agreement_and_the_operator(world: World) -> None:
    operator = world.actor("operator", "operator_engineer")
    with acting(operator):
        assert [queries.is_premium(operator, world[name]) for name in ("alpha", "beta")] == [False, True]
        assert queries.operator_id(operator) == world.operator
    agent = world.actor("beta", "helpdesk_agent")
    with acting(agent):
        assert queries.is_premium(agent, world.beta)
        assert queries.operator_id(agent) == world.operator
        with pytest.raises(NotFound):
            queries.reseller(agent, world.alpha)


def test_a_reseller_keeps_its_profile_but_not_its_standing(world: World) -> None:
    admin = world.actor("alpha", "global_admin")
    actions.edit_partner_profile(admin, legal_name="上海云汇", city="上海", now=NOW)
    with acting(admin):
        assert queries.reseller(admin, world.alpha).city == "上海"
        rows = Reseller.objects.everywhere(reason="the gate is left out on purpose")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows.filter(organization_id=world.alpha).update(premium=True)
        assert rows.filter(organization_id=world.beta).update(city="上海") == 0


def test_customers_see_how_to_reach_support_and_other_resellers_do_not(world: World) -> None:
    actions.edit_support_profile(
        world.actor("alpha", "global_admin"), email="help@alpha.example", phone="400", hours="24 × 7", now=NOW
    )
    customer = world.actor("one")
    with acting(customer):
        assert queries.support_profile(customer, world.alpha).email == "help@alpha.example"
    stranger = world.actor("beta", "global_admin")
    with acting(stranger):
        own = SupportProfile.objects.everywhere(reason="the gate is left out on purpose")
        assert [row.organization_id for row in own] == [world.beta]


def test_profiles_are_edited_by_global_admins_and_seen_by_user_management(
    world: World, client: Client, sign_in: Any
) -> None:
    sign_in(client, world.actor("alpha", "user_admin"))
    assert "settings/partner/support/" not in client.get("/settings/partner/").content.decode()
    assert client.get("/settings/partner/support/").status_code == 403
    sign_in(client, world.actor("alpha", "global_admin"))
    address = "/settings/partner/support/"
    answer = client.post(
        address, {"email": "help@alpha.example", "phone": "400 820", "hours": "24 × 7", "website": "alpha.example"}
    )
    assert answer.headers["Location"] == "/settings/partner/"
    page = client.get("/settings/partner/").content.decode()
    assert "400 820" in page
    assert "https://alpha.example" in page


def test_enrolling_shows_the_password_once(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, world.actor("operator", "operator_admin"))
    form = {**NEW, "kind": "direct", "language": "zh-hans"}
    assert client.post("/resellers/enrol/", {**form, "prefix": "shanghai"}).status_code == 422
    page = client.post("/resellers/enrol/", form).content.decode()
    assert "shown only now" in page
    assert "成都蜀云科技" in client.get("/resellers/").content.decode()


def test_suspending_a_reseller_needs_a_reason(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, world.actor("operator", "operator_admin"))
    address = f"/resellers/{world.alpha}/standing/"
    assert client.post(address, {"status": "suspended"}).status_code == 422
    assert client.post(address, {"status": "suspended", "why": "overdue"}).status_code == 303
    assert "Suspended" in client.get(f"/resellers/{world.alpha}/").content.decode()
