"""Incoming mail as people see it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from behalf.channels import actions
from behalf.channels.jobs import drain
from behalf.channels.tests.factories import letter
from behalf.channels.tests.letters import MIXED
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client: Client, world: World, sign_in: Any) -> Client:
    signed_in: Client = sign_in(client, world.actor("alpha", "helpdesk_agent"))
    return signed_in


def arrived(world: World, raw: bytes) -> int:
    system = world.system("alpha")
    pk = actions.receive(system, raw, address="support@yunhui.example", envelope_from="", came_by="smtp", now=NOW)
    drain(system)
    return pk


def test_html_is_shown_in_a_frame_without_pictures_until_they_are_asked_for(agent: Client, world: World) -> None:
    pk = arrived(world, MIXED)
    page = agent.get(f"/incoming/{pk}/?as=html").text
    assert "Load the pictures" in page
    frame = agent.get(f"/incoming/{pk}/html/")
    assert "track.example" not in frame.text
    assert "img-src 'none'" in frame["Content-Security-Policy"]
    loaded = agent.get(f"/incoming/{pk}/html/?images=1")
    assert "track.example" in loaded.text
    assert "sandbox" in loaded["Content-Security-Policy"]
    assert "<script" not in loaded.text


def test_a_mail_says_why_and_can_be_kept(agent: Client, world: World) -> None:
    pk = world.arrival["alpha"]
    page = agent.get(f"/incoming/{pk}/").text
    assert "no customer has this address or domain" in page
    assert agent.get(f"/incoming/{pk}/original/").content.startswith(b"From: stranger@nowhere.example")
    assert agent.get(f"/incoming/{pk}/files/1/").content == b"Me"
    assert agent.get(f"/incoming/{pk}/files/2/").status_code == 404


def test_a_held_mail_becomes_a_case_of_the_customer_that_was_found(agent: Client, world: World) -> None:
    pk = world.arrival["alpha"]
    assert "Lakeside" in agent.get(f"/incoming/{pk}/", {"search": "lakeside"}).text
    answer = agent.post(f"/incoming/{pk}/accept/", {"account_id": world.account_two})
    assert answer.status_code == 303
    assert "Who are you?" in agent.get(answer["Location"]).text
    assert agent.post(f"/incoming/{pk}/accept/", {"account_id": world.account_two}).status_code == 422


def test_a_number_that_is_none_is_said_so(agent: Client, world: World) -> None:
    answer = agent.post(f"/incoming/{world.arrival['alpha']}/attach/", {"number": "SH-99999"})
    assert answer.status_code == 422
    assert "There is no case with this number." in answer.text


def test_mails_stand_beside_their_case(agent: Client, world: World) -> None:
    raw = letter("customer-admin@one.example", "support@yunhui.example", "Printing", "It does not.", message_id="<9@x>")
    arrived(world, raw)
    listed = agent.get("/incoming/", {"outcome": "case"}).text
    assert "Printing" in listed
    number = re.findall(r"/cases/(\d+)/", listed)[0]
    assert "Printing" in agent.get(f"/cases/{number}/mails/").text
