"""Transactions in a tenant's name: taken, joined, left, and given back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from behalf.audit import actions as audit
from behalf.audit.models import Entry
from behalf.identity.models import Person
from behalf.kit import tenancy
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict
from behalf.kit.tenancy import acting, identity_rows, must_be_acting
from tests.world import NOW, World


def _role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


def test_a_transaction_takes_the_tiers_role_and_gives_it_back(world: World) -> None:
    for organization, role in (("operator", "as_operator"), ("alpha", "as_reseller"), ("one", "as_customer")):
        with acting(world.actor(organization)):
            assert _role() == role
        assert _role() == "behalf_web"
        assert tenancy.current() is None


def test_the_same_tenant_joins_and_another_is_left_again(world: World) -> None:
    with acting(world.actor("alpha", "sales_agent")):
        with acting(world.system("alpha")):
            assert _role() == "as_reseller"
        with acting(world.system("operator")):
            assert _role() == "as_operator"
        assert _role() == "as_reseller"
        must_be_acting(world.actor("alpha"))


def test_identity_rows_are_reached_under_the_login_role_alone(world: World) -> None:
    with acting(world.actor("alpha")):
        with identity_rows():
            assert Person.objects.count() > 0
        assert _role() == "as_reseller"
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Person.objects.count()


def test_an_error_inside_identity_rows_leaves_the_tenants_role_behind(world: World) -> None:
    with acting(world.actor("alpha")):
        with pytest.raises(LookupError), identity_rows():
            raise LookupError
        assert _role() == "as_reseller"


def test_a_query_outside_its_transaction_is_refused(world: World) -> None:
    with pytest.raises(RuntimeError, match="acting"):
        must_be_acting(world.actor("alpha"))
    with acting(world.actor("beta")), pytest.raises(RuntimeError, match="acting"):
        must_be_acting(world.actor("alpha"))


def test_a_row_for_another_organization_is_refused_by_the_database(world: World) -> None:
    stranger = world.actor("beta")
    with pytest.raises(ProgrammingError, match="row-level security"), acting(world.actor("alpha")):
        audit.record(stranger, "test.forged", subject=("thing", 1, ""), at=NOW)


def test_the_gate_shows_a_customer_what_is_for_it_alone(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    with acting(agent):
        for shown in (True, False):
            audit.record(
                agent, "test.acted", subject=("thing", 1, ""), at=NOW, customer_id=world.one, for_customer=shown
            )
    for organization, seen in (("one", [True]), ("two", []), ("three", [])):
        reader = world.actor(organization)
        with acting(reader):
            rows = Entry.objects.visible_to(reader).filter(what="test.acted")
            assert [row.for_customer for row in rows] == seen
            open_rows = Entry.objects.everywhere(reason="the policy alone").filter(what="test.acted")
            assert [row.for_customer for row in open_rows] == seen


def refuses(actor: Actor) -> None:
    """As a verb that says no."""
    with acting(actor):
        raise Conflict("not now")


def does(actor: Actor) -> None:
    """As a verb that does something."""
    with acting(actor):
        audit.record(actor, "kit.kept", subject=("thing", 1, "it"), at=NOW)


def kept(actor: Actor) -> int:
    with acting(actor):
        return Entry.objects.visible_to(actor).filter(what="kit.kept").count()


def catches_and_goes_on(actor: Actor) -> None:
    """What a programmer should not write."""
    with acting(actor):
        does(actor)
        with suppress(Conflict):
            refuses(actor)


def test_who_catches_a_refusal_and_goes_on_is_told_that_the_rest_would_be_lost(world: World) -> None:
    owner = world.actor("alpha", "global_admin")
    with pytest.raises(RuntimeError, match="refusal was caught") as told:
        catches_and_goes_on(owner)
    assert isinstance(told.value.__cause__, Conflict)
    assert kept(owner) == 0


def test_it_is_told_by_the_next_verb_already(world: World) -> None:
    owner = world.actor("alpha", "global_admin")
    with acting(owner), transaction.atomic():
        with suppress(Conflict):
            refuses(owner)
        with pytest.raises(RuntimeError, match="refusal was caught"):
            does(owner)
        transaction.set_rollback(True)


def test_a_refusal_caught_around_a_savepoint_leaves_the_rest_whole(world: World) -> None:
    owner = world.actor("alpha", "global_admin")
    with acting(owner):
        does(owner)
        with suppress(Conflict), transaction.atomic():
            refuses(owner)
    assert kept(owner) == 1
