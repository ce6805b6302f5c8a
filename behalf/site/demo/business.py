"""Customers and what they bought, what was suspended, and what agents did on their behalf."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from behalf.administration import actions as administration
from behalf.administration.models import Delegation
from behalf.connectors.registry import cloud
from behalf.connectors.simulator.server import Simulator
from behalf.kit.actor import system
from behalf.kit.tenancy import acting
from behalf.site.demo.staff import STAFF, repair, visit
from behalf.site.demo.story import Story
from behalf.site.demo.words import read
from behalf.subscriptions import actions as subscriptions
from behalf.subscriptions.models import Subscription
from behalf.subscriptions.rules import NOTICES, deletion

SELLERS = {
    "SH": "tang.yue@yunhui.example",
    "QD": "jiang.bo@shuangwei.example",
    "MC": "tanaka.aoi@minato-cloud.example",
}
PROVINCES = {"苏州": "江苏省", "无锡": "江苏省", "上海": "上海市", "杭州": "浙江省", "青岛": "山东省", "東京": "東京都"}

# How the customer of the tour stands at its provider: two things to be repaired in the tour, and one that is fine.
TOUR = "chenghai-bio.cn"
TOUR_SETTINGS = {
    "HostedOutboundSpamFilterPolicy.AutoForwardingMode": "Automatic",
    "TransportConfig.SmtpClientAuthenticationDisabled": None,
    "OrganizationConfig.RejectDirectSend": True,
    "SharingPolicy.Enabled": False,
}


def plan(story: Story, simulator: Simulator) -> None:
    """Plan all of it."""
    facts = read("customers")
    simulator.store.open_tenant(TOUR)
    simulator.store.seed_settings(TOUR, "exchange-online", TOUR_SETTINGS)
    for key, seller in SELLERS.items():
        for number, row in enumerate(facts[key]):
            story.plan(story.ago(days=row[6], hours=number % 7), partial(_sell, story, seller, row))
        for domain, offer, days, reason in facts["suspended"].get(key, []):
            story.plan(story.ago(days=days), partial(_suspend, story, seller, domain, offer, reason))
        for domain, service, days in facts["removed"].get(key, []):
            story.plan(story.ago(days=days), partial(_take_back, story, domain, service))
        for row in facts["visits"].get(key, []):
            story.plan(story.ago(days=row[3]), partial(_visit, story, row))


def _sell(story: Story, seller: str, row: list[Any], now: datetime) -> None:
    domain, company, contact, language, city, bought, _days = row
    orders = {story.known.offers[code]: int(seats) for code, seats in (each.split(":") for each in bought.split())}
    admin = story.known.admins.get(domain, "")
    mailbox = f"it@{domain.rpartition('.')[0]}.example"  # a name that leads nowhere: what is sent stays here
    made = subscriptions.add_customer(
        story.person(seller), orders=orders, company=company, domain=domain, language=language, city=city,
        province=PROVINCES.get(city, ""), contact_name=contact, contact_email=admin or mailbox,
        contact_phone=f"+{'81 3' if domain.endswith('.jp') else '86 21'} 5555 {len(story.known.accounts):04}",
        billing_name=contact, billing_email=mailbox.replace("it@", "accounts@"),
        admin_name=contact if admin else "", admin_email=admin, now=now,
    )  # fmt: skip
    story.known.accounts[domain] = made.account_id
    story.known.sellers[domain] = seller


def _suspend(story: Story, seller: str, domain: str, offer: str, reason: str, now: datetime) -> None:
    actor = story.person(seller)
    with acting(actor):
        rows = Subscription.objects.visible_to(actor).filter(account_id=story.known.accounts[domain])
        subscription_id = rows.get(offer_id=story.known.offers[offer]).pk
    subscriptions.suspend(actor, subscription_id, reason=reason, now=now)
    over = deletion(now, cloud().zone)
    for days in (*NOTICES, -1):  # the hourly job meets each of these days, and the one after the last, at 00:07
        due = over - timedelta(days=days + 1) + timedelta(minutes=7)
        story.plan(due, partial(_count_down, actor.org_id, subscription_id))


def _count_down(reseller_id: int, subscription_id: int, now: datetime) -> None:
    subscriptions.count_down(system("reseller", reseller_id), subscription_id, now=now)


def _take_back(story: Story, domain: str, service: str, now: datetime) -> None:
    admin = story.person(story.known.admins[domain])
    with acting(admin):
        rows = Delegation.objects.visible_to(admin).filter(account_id=story.known.accounts[domain])
        delegation_id = rows.get(service_id=story.known.services[service]).pk
    administration.remove(admin, delegation_id, now=now)


def _visit(story: Story, row: list[Any], now: datetime) -> None:
    domain, service, agent, _days, reason, repairs, undone = row
    actor, account_id = story.person(STAFF[agent]), story.known.accounts[domain]
    service_id = story.known.services[service]
    visit(actor, account_id, service_id, reason=reason, now=now)
    repair(actor, account_id, service_id, count=repairs, undo=undone)
    story.plan(now + timedelta(minutes=25), lambda at: administration.end(actor, account_id, now=at))
