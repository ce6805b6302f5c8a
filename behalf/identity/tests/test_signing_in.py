"""Signing in through the door, as a browser does it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from behalf.audit.models import Entry
from behalf.identity import actions
from behalf.identity.models import Membership, Person
from behalf.kit.tenancy import acting
from tests.world import NOW, PASSWORD, World, run_jobs

EMAIL = "helpdesk-agent@alpha.example"
NEW = "a lamp in the northern window"


def enter(client: Client, email: str = EMAIL, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def confirmed(client: Client) -> None:
    """Signed in, and the password given once more, as changing the ways to sign in demands."""
    enter(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def journal(world: World, organization: str = "alpha") -> list[tuple[str, str, Any, str]]:
    """What the organization's journal says since the world was made: (what, of whom, after, why)."""
    with acting(world.system(organization)):
        rows = Entry.objects.visible_to(world.system(organization)).filter(what__startswith="people.")
        rows = rows.exclude(at=NOW).order_by("id")
        return list(rows.values_list("what", "subject_label", "after", "why"))


def test_a_person_signs_in_whatever_the_case_of_the_address(client: Client, world: World) -> None:
    assert client.get("/accounts/login/").status_code == 200
    assert enter(client, EMAIL.upper()).status_code == 302
    assert b"helpdesk_agent of alpha" in client.get("/me/").content
    assert journal(world) == [("people.signed_in", "helpdesk_agent of alpha", {"how": ["password"]}, "")]
    member = Membership.objects.get(person__email=EMAIL)
    assert member.last_seen_at is not None


def test_a_wrong_password_is_refused_and_recorded(client: Client, world: World) -> None:
    answer = enter(client, password="wrong")
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert journal(world) == [("people.sign_in_failed", "helpdesk_agent of alpha", None, "password")]
    assert client.get("/me/").status_code == 302


def test_an_unknown_address_looks_like_a_wrong_password(client: Client, world: World) -> None:
    unknown, wrong = enter(client, "nobody@nowhere.example"), enter(client, password="wrong")
    assert unknown.context["form"].errors == wrong.context["form"].errors


def test_guessing_is_slowed_down(client: Client, world: World) -> None:
    for _guess in range(5):
        enter(client, password="wrong")
    assert client.get("/me/").status_code == 302
    enter(client)
    assert client.get("/me/").status_code == 302, "the right password after too many wrong ones has to wait"


def test_nobody_signs_up_nor_changes_the_address(client: Client, world: World) -> None:
    form = {"email": "new@alpha.example", "password1": NEW, "password2": NEW}
    assert client.post("/accounts/signup/", form).status_code == 200
    assert not Person.objects.filter(email="new@alpha.example").exists()
    enter(client)
    assert client.get("/accounts/email/").status_code == 404


def test_a_temporary_password_opens_nothing_but_the_choice_of_ones_own(client: Client, world: World) -> None:
    new = actions.add_person(
        world.actor("alpha", "global_admin"), name="林静", email="lin@alpha.example", agent="sales", now=NOW
    )
    assert new.temporary_password
    enter(client, "lin@alpha.example", new.temporary_password)
    for path in ("/me/", "/notices/", "/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/me/password/")
    assert client.get("/me/password/").status_code == 200
    refused = {
        "too short": ("short", "short"),
        "not twice": (NEW, NEW + "!"),
        "the same": (new.temporary_password,) * 2,
    }
    for password, again in refused.values():
        assert client.post("/me/password/", {"password": password, "again": again}).status_code == 422
    assert client.post("/me/password/", {"password": NEW, "again": NEW}).status_code == 303
    assert client.get("/me/").status_code == 200, "the sign-in goes on"
    assert client.get("/me/password/").status_code == 303
    assert "people.password_chosen" in [what for what, *_rest in journal(world)]


def test_nor_is_it_kept_by_another_way_to_change_a_password(client: Client, world: World) -> None:
    new = actions.add_person(
        world.actor("alpha", "global_admin"), name="林静", email="lin@alpha.example", agent="sales", now=NOW
    )
    password = new.temporary_password or ""
    enter(client, "lin@alpha.example", password)
    typed = {"oldpassword": password, "password1": password, "password2": password}
    client.post("/accounts/password/change/", typed)
    assert Person.objects.get(pk=new.person_id).must_change_password
    client.post("/accounts/password/change/", {**typed, "password1": NEW, "password2": NEW})
    assert not Person.objects.get(pk=new.person_id).must_change_password


def test_the_temporary_password_works_once_it_is_replaced_no_more(client: Client, world: World) -> None:
    new = actions.add_person(
        world.actor("alpha", "global_admin"), name="Lin", email="lin@alpha.example", agent="sales", now=NOW
    )
    assert new.temporary_password
    enter(client, "lin@alpha.example", new.temporary_password)
    client.post("/me/password/", {"password": NEW, "again": NEW})
    enter(other := Client(), "lin@alpha.example", new.temporary_password)
    assert other.get("/me/").status_code == 302


def test_a_forgotten_password_is_recovered_by_its_owner_alone(client: Client, world: World) -> None:
    assert client.post("/accounts/password/reset/", {"email": EMAIL}).status_code == 302
    assert "notifications.send" in run_jobs()
    (letter,) = mail.outbox
    assert letter.to == ['"helpdesk_agent of alpha" <helpdesk-agent@alpha.example>'] or EMAIL in letter.to[0]
    address = re.search(r"http://\S+/accounts/password/reset/key/\S+", str(letter.body))
    assert address
    form = client.get(address[0], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert enter(client, password=NEW).status_code == 302
    assert client.get("/me/").status_code == 200
    assert "people.password_recovered" in [what for what, *_rest in journal(world)]


def test_recovery_for_a_stranger_sends_nothing_and_says_the_same(client: Client, world: World) -> None:
    known = client.post("/accounts/password/reset/", {"email": EMAIL})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@nowhere.example"})
    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])
    run_jobs()
    assert len(mail.outbox) == 1


def test_recovery_speaks_the_persons_language(client: Client, world: World) -> None:
    Person.objects.filter(email=EMAIL).update(language="ja")
    client.post("/accounts/password/reset/", {"email": EMAIL}, headers={"Accept-Language": "zh-hans"})
    run_jobs()
    letter = mail.outbox[0]
    assert isinstance(letter, EmailMultiAlternatives)
    assert '<html lang="ja">' in str(letter.alternatives[0][0])


@pytest.fixture
def authenticator(world: World) -> str:
    """The helpdesk agent's authenticator app: its secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(Person.objects.get(email=EMAIL), secret)
    return secret


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_an_authenticator_app_is_asked_for_its_code(client: Client, world: World, authenticator: str) -> None:
    asked = enter(client)
    assert asked.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert client.get("/me/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": _code(authenticator)})
    assert client.get("/me/").status_code == 200
    assert [what for what, *_rest in journal(world)] == ["people.sign_in_failed", "people.signed_in"]
    assert journal(world)[-1][2] == {"how": ["password", "totp"]}


def test_a_second_factor_is_added_only_after_the_password_again(client: Client, world: World) -> None:
    enter(client)
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.status_code == 302
    assert "/accounts/reauthenticate/" in answer.headers["Location"]
    assert not Authenticator.objects.exists()


def test_a_second_factor_added_is_told_and_recorded(
    client: Client, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    confirmed(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": _code(secret)})
    assert Authenticator.objects.filter(type="totp").exists()
    run_jobs()
    assert [letter.subject for letter in mail.outbox] == ["An authenticator app was added"]
    told = [(what, why) for what, _label, _after, why in journal(world)]
    assert ("people.second_factor_added", "totp") in told
    assert ("people.second_factor_added", "recovery_codes") in told


@pytest.mark.parametrize(
    "path", ["/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/sessions/",
             "/accounts/password/change/", "/accounts/logout/"]
)  # fmt: skip
def test_the_pages_for_ways_to_sign_in_open(client: Client, world: World, path: str) -> None:
    confirmed(client)
    assert client.get(path).status_code == 200


def test_other_sign_ins_can_be_ended(client: Client, world: World) -> None:
    enter(client)
    enter(elsewhere := Client())
    assert elsewhere.get("/me/").status_code == 200
    assert client.post("/accounts/sessions/").status_code == 302
    assert elsewhere.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200


def test_a_visitor_chooses_a_language_and_a_person_keeps_it(client: Client, world: World) -> None:
    client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/"})
    assert b'lang="zh-Hans"' in client.get("/accounts/login/").content
    enter(client)
    assert b'lang="en"' in client.get("/me/").content, "signed in, the profile decides"
    client.post("/language/", {"language": "ja", "next": "/me/"})
    assert b'<html lang="ja"' in client.get("/me/").content
