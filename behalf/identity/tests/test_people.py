"""User management: adding, roles, leaving, coming back; who may do what to whom (P03, P06)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from behalf.audit.models import Entry
from behalf.identity import actions, queries
from behalf.identity.models import Membership
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.world import NOW, PASSWORD, World, run_jobs

SignIn = Callable[[Client, Actor], Client]


def member(world: World, role: str, organization: str = "alpha") -> Membership:
    person = world.actor(organization, role).person
    return Membership.objects.get(person_id=person, organization_id=world[organization])


@pytest.fixture
def admin(client: Client, world: World, sign_in: SignIn) -> Client:
    """The global admin of alpha at the browser."""
    return sign_in(client, world.actor("alpha", "global_admin"))


def test_the_list_shows_everybody_with_their_roles(admin: Client, world: World) -> None:
    page = admin.get("/people/").content.decode()
    for role in ("Admin agent", "Sales agent", "Help desk agent", "Global admin", "Billing admin"):
        assert role in page
    assert "beta.example" not in page


def test_adding_a_person_shows_the_temporary_password_once(admin: Client, world: World) -> None:
    form = {"name": "林静", "email": "Lin.Jing@alpha.example", "language": "zh-hans", "agent": "sales", "admin": "none"}
    page = admin.post("/people/add/", form)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    found = re.search(r"<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</code>", page.content.decode())
    assert found
    person = Membership.objects.get(person__email="lin.jing@alpha.example").person
    assert person.check_password(found[1])
    assert person.must_change_password
    assert found[1] not in admin.get("/people/").content.decode()
    again = admin.post("/people/add/", form)
    assert again.status_code == 422
    assert "already here" in again.content.decode()


def test_the_person_is_invited_without_the_password(admin: Client, world: World) -> None:
    form = {"name": "Lin", "email": "lin@alpha.example", "language": "en", "agent": "sales", "admin": "none"}
    password = re.search(r"<code>([a-z0-9-]{19})</code>", admin.post("/people/add/", form).content.decode())
    assert password
    run_jobs()
    (letter,) = mail.outbox
    assert "global_admin of alpha added you" in str(letter.body)
    assert password[1] not in str(letter.message())


def test_a_form_with_faults_says_so_at_the_field(admin: Client) -> None:
    page = admin.post("/people/add/", {"name": "", "email": "nonsense", "language": "en", "agent": "boss"})
    assert page.status_code == 422
    assert page.content.decode().count('class="error"') == 4


def test_roles_are_changed_and_recorded(admin: Client, world: World) -> None:
    sales = member(world, "sales_agent")
    assert admin.post(f"/people/{sales.pk}/", {"agent": "helpdesk", "admin": "user"}).status_code == 303
    sales.refresh_from_db()
    assert (sales.agent, sales.admin) == ("helpdesk", "user")
    with acting(world.system("alpha")):
        entry = Entry.objects.visible_to(world.system("alpha")).filter(what="people.roles_changed").latest("id")
    assert entry.before == {"agent": "sales", "admin": "none", "role": ""}
    assert entry.after == {"agent": "helpdesk", "admin": "user", "role": ""}


def test_a_user_management_admin_gives_agent_roles_only(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "user_admin"))
    sales, billing = member(world, "sales_agent"), member(world, "billing_admin")
    assert 'name="admin"' not in client.get(f"/people/{sales.pk}/").content.decode()
    client.post(f"/people/{sales.pk}/", {"agent": "admin", "admin": "global"})
    client.post(f"/people/{billing.pk}/", {"agent": "sales"})
    sales.refresh_from_db()
    billing.refresh_from_db()
    assert (sales.agent, sales.admin) == ("admin", "none"), "an admin role that was not asked for is not given"
    assert (billing.agent, billing.admin) == ("sales", "billing"), "nor taken"
    with pytest.raises(NotAllowed):
        actions.change_roles(world.actor("alpha", "user_admin"), sales.pk, admin="user", now=NOW)
    assert client.post(f"/people/{billing.pk}/deactivate/", {"why": "x"}).status_code == 403


def test_a_user_management_admin_leaves_a_global_admin_alone(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "user_admin"))
    owner = member(world, "global_admin")
    assert client.post(f"/people/{owner.pk}/", {"agent": "sales"}).status_code == 403
    owner.refresh_from_db()
    assert owner.agent == "none"


def test_the_last_global_admin_stays(admin: Client, world: World) -> None:
    only = member(world, "global_admin")
    page = admin.post(f"/people/{only.pk}/", {"agent": "admin", "admin": "none"})
    assert page.status_code == 422
    assert "last global admin" in page.content.decode()
    actions.change_roles(world.actor("alpha", "global_admin"), member(world, "sales_agent").pk, admin="global", now=NOW)
    assert admin.post(f"/people/{only.pk}/", {"agent": "admin", "admin": "none"}).status_code == 303


@pytest.mark.parametrize(("organization", "role"), [("operator", "operator_admin"), ("one", "customer_admin")])
def test_so_does_the_last_admin_of_an_operator_and_a_customer(world: World, organization: str, role: str) -> None:
    system = world.system(organization)
    with pytest.raises(Conflict):
        actions.deactivate(system, member(world, role, organization).pk, why="x", now=NOW)


def test_nobody_deactivates_themselves(admin: Client, world: World) -> None:
    actions.change_roles(world.actor("alpha", "global_admin"), member(world, "sales_agent").pk, admin="global", now=NOW)
    own = member(world, "global_admin")
    assert admin.post(f"/people/{own.pk}/deactivate/", {"why": "tired"}).status_code == 422


def test_deactivation_ends_sign_ins_at_once_and_for_good(admin: Client, world: World) -> None:
    helpdesk, working = member(world, "helpdesk_agent"), Client()
    credentials = {"login": "helpdesk-agent@alpha.example", "password": PASSWORD}
    working.post("/accounts/login/", credentials)
    assert working.get("/me/").status_code == 200
    assert admin.post(f"/people/{helpdesk.pk}/deactivate/", {"why": ""}).status_code == 422
    assert admin.post(f"/people/{helpdesk.pk}/deactivate/", {"why": "left the company"}).status_code == 303
    assert working.get("/me/").status_code == 302
    refused = Client().post("/accounts/login/", credentials)
    assert refused.headers["Location"] == "/accounts/inactive/"
    with acting(world.system("alpha")):
        rows = Entry.objects.visible_to(world.system("alpha")).filter(subject_id=str(helpdesk.person_id))
        assert list(rows.order_by("-id").values_list("what", "why"))[:2] == [
            ("people.sign_in_refused", "deactivated"),
            ("people.deactivated", "left the company"),
        ]
    assert admin.post(f"/people/{helpdesk.pk}/reactivate/").status_code == 303
    assert working.get("/me/").status_code == 302, "an old sign-in does not come back"
    working.post("/accounts/login/", credentials)
    assert working.get("/me/").status_code == 200


def test_a_strangers_person_does_not_exist(admin: Client, world: World) -> None:
    theirs = member(world, "sales_agent", "beta")
    assert admin.get(f"/people/{theirs.pk}/").status_code == 404
    with pytest.raises(NotFound):
        actions.deactivate(world.actor("alpha", "global_admin"), theirs.pk, why="x", now=NOW)


def test_a_role_of_another_tier_cannot_be_given(world: World) -> None:
    with pytest.raises(Invalid):
        actions.add_person(world.actor("one"), name="x", email="x@one.example", role="operator_admin", now=NOW)


def test_colleagues_are_the_active_ones_by_role(world: World) -> None:
    actor = world.actor("alpha", "global_admin")
    actions.deactivate(actor, member(world, "sales_agent").pk, why="x", now=NOW)
    with acting(actor):
        assert [one.name for one in queries.colleagues(actor, role="helpdesk_agent")] == ["helpdesk_agent of alpha"]
        assert queries.colleagues(actor, role="sales_agent") == []
        assert len(queries.people(actor)) == 6
        assert queries.contact(actor, world.actor("alpha", "sales_agent").person) is None


def test_a_profile_is_changed_by_its_owner(client: Client, world: World, sign_in: SignIn) -> None:
    actor = world.actor("one")
    sign_in(client, actor)
    form = {"name": "王小明", "language": "zh-hans", "zone": "Asia/Tokyo", "theme": "dark"}
    assert client.post("/me/", form).status_code == 303
    page = client.get("/me/").content.decode()
    assert 'lang="zh-Hans" data-theme="dark"' in page
    assert "王小明" in page
    for wrong in ({"language": "fr"}, {"zone": "Mars/Base"}, {"name": ""}):
        assert client.post("/me/", {**form, **wrong}).status_code == 422
