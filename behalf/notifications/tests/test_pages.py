"""Outgoing mail at the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.world import World


@pytest.fixture
def admin(client: Client, world: World, sign_in: Any) -> Client:
    """The global admin of alpha at the browser."""
    signed_in: Client = sign_in(client, world.actor("alpha", "global_admin"))
    return signed_in


def test_a_failure_is_seen_with_its_reason_and_sent_again(admin: Client, world: World) -> None:
    assert "Lost" in admin.get("/mail/", {"state": "failed"}).content.decode()
    page = admin.get(f"/mail/{world.mail['alpha']}/").content.decode()
    assert "no such mailbox" in page
    assert admin.post(f"/mail/{world.mail['alpha']}/again/").status_code == 303
    assert admin.post(f"/mail/{world.mail['alpha']}/again/").status_code == 409
    assert "Send again" not in admin.get(f"/mail/{world.mail['alpha']}/").content.decode()


def test_an_address_with_nonsense_lists_everything(admin: Client) -> None:
    assert admin.get("/mail/", {"state": "eaten", "before": "x"}).status_code == 200


def test_an_empty_outbox_says_what_it_is_for(admin: Client) -> None:
    assert "No mail here" in admin.get("/mail/", {"state": "sent"}).content.decode()


def test_a_strangers_mail_does_not_exist(admin: Client, world: World) -> None:
    assert admin.get(f"/mail/{world.mail['beta']}/").status_code == 404
