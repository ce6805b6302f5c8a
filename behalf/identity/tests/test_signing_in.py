"""Signing in through the door, as a browser does it."""

from __future__ import annotations

from django.test import Client

from tests.world import PASSWORD, World


def _enter(client: Client, email: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": email, "password": password}).status_code


def test_the_sign_in_page_opens_for_everybody(client: Client, db: None) -> None:
    assert client.get("/accounts/login/").status_code == 200


def test_a_person_signs_in_and_reaches_the_own_profile(client: Client, world: World) -> None:
    assert _enter(client, "HELPDESK-agent@alpha.example") == 302
    assert b"helpdesk_agent of alpha" in client.get("/me/").content
