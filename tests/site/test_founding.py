"""`behalf init` makes an operator or a reseller whole, or not at all."""

from __future__ import annotations

from dataclasses import replace
from email.utils import parseaddr

import pytest
from django.core import mail

from behalf.identity.models import Membership, Organization, Person
from behalf.site.founding import Wish, found_operator, found_reseller
from behalf.site.halt import Exit, Halt
from tests.world import World, run_jobs

WISH = Wish("Yunwei", "", admin="陈思雨", email="chen@yunwei.example", language="zh-hans", zone="Asia/Shanghai")


def test_a_reseller_gets_its_first_global_admin(world: World) -> None:
    made = found_reseller(WISH)
    assert made.temporary_password
    assert Person.objects.get(email=made.email).check_password(made.temporary_password)
    member = Membership.objects.get(organization_id=made.organization_id)
    assert (member.admin, member.person.must_change_password) == ("global", True)


def test_each_has_its_own_letters_before_case_numbers(world: World) -> None:
    ids = [
        found_reseller(replace(WISH, name=name, email=f"{number}@yunwei.example")).organization_id
        for number, name in enumerate(("Zhongke", "Zhonghai", "中科"))
    ]
    prefixes = [Organization.objects.get(pk=each).prefix for each in ids]
    assert prefixes == ["ZH", "ZH2", "BE"]


def test_letters_in_use_are_refused(world: World) -> None:
    found_reseller(replace(WISH, prefix="YW"))
    with pytest.raises(Halt, match="--prefix") as refused:
        found_reseller(replace(WISH, prefix="YW", email="b@yunwei.example"))
    assert refused.value.code is Exit.USAGE


def test_a_person_of_two_resellers_keeps_their_password(world: World) -> None:
    assert found_reseller(WISH).temporary_password
    assert found_reseller(replace(WISH, name="Yunhai")).temporary_password is None


@pytest.mark.parametrize(
    ("option", "wrong"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 201}),
        ("--admin", {"admin": ""}),
        ("--email", {"email": "not an address"}),
        ("--email", {"email": f"{'x' * 300}@yunwei.example"}),
        ("--prefix", {"prefix": "a!"}),
        ("--prefix", {"prefix": "YUNWEI"}),
        ("--zone", {"zone": "Asia/Shangai"}),
    ],
)
def test_what_makes_no_sense_is_named_and_leaves_nothing_behind(
    world: World, option: str, wrong: dict[str, str]
) -> None:
    before = Organization.objects.count()
    with pytest.raises(Halt, match=option) as refused:
        found_reseller(replace(WISH, **wrong))
    assert refused.value.code is Exit.USAGE
    Organization.objects.filter(kind="operator").update(kind="customer")
    with pytest.raises(Halt, match=option):
        found_operator(replace(WISH, **wrong))
    assert Organization.objects.count() == before


def test_the_first_admins_are_invited(world: World) -> None:
    Organization.objects.filter(kind="operator").update(kind="customer")
    made = [found_operator(WISH), found_reseller(replace(WISH, name="Yunhai", email="li@yunhai.example"))]
    run_jobs()
    assert [parseaddr(each.to[0])[1] for each in mail.outbox] == [each.email for each in made]
    assert [each.organization in each_mail.subject for each, each_mail in zip(made, mail.outbox, strict=True)] == [
        True
    ] * 2


def test_there_is_one_operator(world: World) -> None:
    with pytest.raises(Halt, match="There is an operator already"):
        found_operator(WISH)


def test_without_an_operator_there_are_no_resellers(world: World) -> None:
    Organization.objects.filter(kind="operator").update(kind="customer")
    with pytest.raises(Halt, match="behalf init operator"):
        found_reseller(WISH)
