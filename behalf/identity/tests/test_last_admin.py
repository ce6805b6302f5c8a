"""Two global admins take each other's role at the same moment, on two connections: one of them stays."""

from __future__ import annotations

from threading import Thread

from django.db import connection

from behalf.identity import actions
from behalf.identity.models import Membership
from behalf.kit.errors import Refusal
from behalf.kit.tenancy import acting
from tests.harness import Elsewhere, read_world
from tests.world import NOW, World


def _member(world: World, role: str) -> int:
    return Membership.objects.get(person_id=world.actor("alpha", role).person, organization_id=world.alpha).pk


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_locks where not granted)")
        return bool(cursor.fetchone()[0])


def test_one_of_two_admins_stays(elsewhere: Elsewhere) -> None:
    world, refused = read_world(), list[Refusal]()
    one = world.actor("alpha", "global_admin")

    def second(target: int) -> None:
        with elsewhere("web"):
            try:
                actions.change_roles(world.system("alpha"), target, admin="none", now=NOW)
            except Refusal as refusal:
                refused.append(refusal)

    with elsewhere("web"):
        ones, twos = _member(world, "global_admin"), _member(world, "sales_agent")
        actions.change_roles(one, twos, admin="global", now=NOW)
        other = Thread(target=second, args=[ones])
        with acting(one):
            actions.change_roles(one, twos, admin="none", now=NOW)
            other.start()
            while other.is_alive() and not _somebody_waits():
                other.join(timeout=0.01)
        other.join()
        left = Membership.objects.filter(organization_id=world.alpha, admin="global")
        assert [member.person_id for member in left] == [one.person]
    assert [refusal.status for refusal in refused] == [409]
