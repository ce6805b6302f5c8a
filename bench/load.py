"""Customers and cases by the thousand, written by COPY as the owner, with constraints, keys and policies in place.

``load 0 1000`` adds customers 0 to 999 with ten cases each, to what is there. Every second customer belongs to the
first of twenty resellers, which so holds half of everything.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from behalf.administration.models import Delegation, SettingState
from behalf.agreements.models import Agreement, AgreementVersion, Calendar
from behalf.agreements.rules import Hours, Terms, Window, around_the_clock, assemble, documented, hours, terms
from behalf.cases import rules
from behalf.cases.models import Case, CaseClock, CaseEvent, CaseHands, Message
from behalf.catalog.models import Offer, OfferService, Service
from behalf.customers.models import Account, search_text, whose
from behalf.identity.models import Membership, Organization, Person
from behalf.kit import clock
from behalf.partners.models import Reseller, SupportProfile
from behalf.subscriptions.models import Subscription
from bench.past import CLOCK, HANDS, HAPPENED, SAID, Made
from bench.rows import copy, copy_like

RESELLERS, AGENTS, CASES_EACH, BATCH = 20, 25, 10, 500
AGENT = "agent-{place}@reseller-{reseller}.bench.example"
SUBJECTS = (
    "发往海外的邮件延迟", "新员工收不到激活邮件", "会议录制无法保存", "共有メールボックスから送信できない",
    "Files do not synchronise on one laptop", "Seats on the invoice do not match", "ライセンスの割り当て",
    "Outlook keeps asking for the password", "网站迁移后的 DNS 设置", "Require a second factor for everybody",
)  # fmt: skip
PLACES = ("苏州", "无锡", "上海", "杭州", "東京", "横浜", "Harbour", "Meridian", "Kestrel", "青空", "宁波")
TRADES = ("电子有限公司", "物流有限公司", "医疗器械有限公司", "Design Ltd", "商事株式会社", "Trading (Shanghai)")
WORDS = "从今天上午开始，我们发给客户的邮件要两个多小时才能到，国内的邮件正常。请尽快帮忙看一下。" * 3
SETTINGS = ("TransportConfig.SmtpClientAuthenticationDisabled", "DkimSigningConfig.Enabled", "SharingPolicy.Enabled")


def main(arguments: Sequence[str]) -> None:
    """From the command line."""
    first, last = map(int, arguments)
    filling = Filling(clock.now())
    for begin in range(first, last, BATCH):
        with transaction.atomic():
            filling.add(range(begin, min(begin + BATCH, last)))
    with connection.cursor() as cursor:
        cursor.execute("analyze")


class Filling:
    """One call's worth of rows; ids go on from the highest there is."""

    def __init__(self, now: datetime, *, resellers: int = RESELLERS) -> None:
        self.now = now
        self.resellers = [_reseller(number, now) for number in range(resellers)]
        self.agents = {reseller.pk: _agents(place, reseller, now) for place, reseller in enumerate(self.resellers)}
        self.promised = {reseller.pk: _promised(reseller, now) for reseller in self.resellers}
        self.offers = list(_all(Offer).filter(is_addon=False).order_by("place", "id"))
        self.services: dict[int, list[Service]] = {}
        for link in _all(OfferService).select_related("service"):
            self.services.setdefault(link.offer_id, []).append(link.service)

    def add(self, numbers: range) -> None:
        """Customers with these numbers, and everything of theirs."""
        chance = random.Random(numbers.start)
        accounts = self.customers(numbers, chance)
        made = [self.case(account, chance) for account in accounts for _case in range(CASES_EACH)]
        copy([each.case for each in made])
        self.write(made)
        message = Message(party="", author_name="", body=WORDS, is_public=True, at=self.now)
        copy_like(message, SAID, (said for each in made for said in self._thread(each.case)))

    def write(self, made: Sequence[Made]) -> None:
        """What happened on cases that are written, and their clocks."""
        event = CaseEvent(kind="", facts={}, is_public=True, party="us", by_name="Bench", holder=None, at=self.now)
        copy_like(event, HAPPENED, (row for each in made for row in each.events()))
        row = CaseClock(promise="", period=1, severity="", began_at=self.now, void=False, changed_at=self.now)
        copy_like(row, CLOCK, (row for each in made for row in each.clocks(self.now)))
        hands = CaseHands(us=0, cust=0, oper=0, off=0, day=self.now.date())
        copy_like(hands, HANDS, (each.hands() for each in made if each.case.closed_at is not None))

    def customers(self, numbers: range, chance: random.Random) -> list[Account]:
        """Customers with what they bought and allowed."""
        organizations = [self._organization(number) for number in numbers]
        copy(organizations)
        accounts = [self._account(number, made) for number, made in zip(numbers, organizations, strict=True)]
        copy(accounts)
        bought = [self._subscription(account, offer) for account in accounts for offer in chance.sample(self.offers, 2)]
        copy(bought)
        copy(self._delegations(bought))
        copy([self._setting(each, key) for each in accounts[::3] for key in SETTINGS])
        return accounts

    def _organization(self, number: int) -> Organization:
        name = f"{PLACES[number % len(PLACES)]}{TRADES[number % len(TRADES)]} {number}"
        return Organization(kind="customer", name=name, prefix="", created_at=self.now)

    def owner(self, number: int) -> Organization:
        """Whose customer it is: every second one the first reseller's."""
        return self.resellers[0 if number % 2 == 0 else 1 + (number // 2) % (len(self.resellers) - 1)]

    def _account(self, number: int, customer: Organization) -> Account:
        reseller = self.owner(number)
        domain = f"customer-{number}.bench.example"
        return Account(
            reseller_id=reseller.pk, customer_id=customer.pk, company=customer.name, domain=domain,
            contact_name="李文静", contact_email=f"it@{domain}", contact_phone="+86 21 5555 0000",
            search=search_text(customer.name, domain), created_at=self.now - timedelta(days=number % 700),
        )  # fmt: skip

    def _subscription(self, account: Account, offer: Offer) -> Subscription:
        start = account.created_at.date()
        return Subscription(
            **whose(account), offer_id=offer.pk, seats=max(offer.min_seats, min(40, offer.max_seats)), starts_on=start,
            created_at=account.created_at,
        )  # fmt: skip

    def _delegations(self, bought: list[Subscription]) -> list[Delegation]:
        """Of each service once, however many subscriptions contain it."""
        found: dict[tuple[int, int], Delegation] = {}
        for each in bought:
            keys = {"reseller_id": each.reseller_id, "customer_id": each.customer_id, "account_id": each.account_id}
            for service in self.services[each.offer_id]:
                row = Delegation(**keys, service_id=service.pk, granted_at=each.created_at)
                found.setdefault((each.account_id, service.pk), row)
        return list(found.values())

    def _setting(self, account: Account, key: str) -> SettingState:
        service = self.services[self.offers[0].pk][0]
        return SettingState(
            **whose(account),
            service_id=service.pk,
            key=key,
            value=False,
            etag="1",
            state="weak",
            judged_by=1,
            read_at=self.now,
        )

    def case(self, account: Account, chance: random.Random, *, opened: datetime | None = None) -> Made:
        """A tenth is open, of the last days unless ``opened`` says else; the others were closed within days."""
        is_open = chance.random() < 0.1
        minutes = chance.randrange(3, 5_000) if is_open else chance.randrange(5_000, 1_000_000)
        opened = opened or self.now - timedelta(minutes=minutes)
        status = chance.choice(rules.OPEN) if is_open else rules.CLOSED
        agent = None if status == rules.NEW else chance.choice(self.agents[account.reseller_id])
        place = self.services[self.offers[chance.randrange(4)].pk]
        closed = None if is_open else min(opened + timedelta(hours=chance.randrange(2, 72)), self.now)
        version, terms = self.promised[account.reseller_id]
        case = Case(
            org_id=account.reseller_id, customer_id=account.customer_id, account_id=account.pk,
            number=f"B-{account.pk}-{chance.randrange(10**9)}", company=account.company, kind="performance",
            service_id=chance.choice(place).pk, severity=chance.choice("AABBBBCCCC"), subject=chance.choice(SUBJECTS),
            channel="mail", contact_name=account.contact_name, status=status, assignee_id=agent.pk if agent else None,
            assignee_name=agent.name if agent else "", opened_by_name="Bench", opened_at=opened, counts_from=opened,
            closed_at=closed, changed_at=closed or opened, agreement_version_id=version,
        )  # fmt: skip
        made = Made.of(case, terms)
        case.due_at = rules.due(status, opened, made.folded.due_at)
        case.queue_at = rules.place(case.due_at)
        return made

    def _thread(self, case: Case) -> Iterable[tuple[Any, ...]]:
        for place, party in enumerate(("cust", "us", "cust")):
            author = "李文静" if party == "cust" else case.assignee_name
            at = case.opened_at + timedelta(minutes=7 * place)
            yield case.org_id, case.customer_id, case.pk, party, author, WORDS, at


def _all(model: Any) -> Any:
    return model.objects.everywhere(reason="the bench reads as the owner")


def _reseller(number: int, now: datetime) -> Organization:
    prefix = f"B{number:02}"
    known = Organization.objects.filter(prefix=prefix).first()
    if known is not None:
        return known
    operator = Organization.objects.get(kind="operator")
    made = Organization.objects.create(kind="reseller", name=f"Bench {number}", prefix=prefix, created_at=now)
    keys = {"organization_id": made.pk, "name": made.name}
    Reseller(**keys, operator_id=operator.pk, enrolled_at=now).save(force_insert=True)
    SupportProfile(**keys, updated_at=now).save(force_insert=True)
    return made


def _promised(reseller: Organization, now: datetime) -> tuple[int, Terms]:
    """The documented promises, as every desk has them: the id of their version, and what it says."""
    known = _all(AgreementVersion).filter(org_id=reseller.pk).first()
    if known is not None:
        return known.pk, terms.from_data(known.terms)
    carried = []
    for name, week in (("Around the clock", around_the_clock()), ("Service hours", ((Window(540, 900),),) * 7)):
        zone = reseller.zone
        row = Calendar(org_id=reseller.pk, name=name, zone=zone, week=[hours.pairs(each) for each in week])
        row.changed_at = now
        row.save(force_insert=True)
        carried.append(Hours(row.pk, name, assemble(zone, week, year=now.year)))
    agreement = Agreement(org_id=reseller.pk, name="Documented defaults")
    agreement.save(force_insert=True)
    said = documented(*carried)
    version = AgreementVersion(
        org_id=reseller.pk, agreement=agreement, number=1, valid_from=now - timedelta(days=3650),
        terms=terms.as_data(said), made_at=now, made_by_name="Bench",
    )  # fmt: skip
    version.save(force_insert=True)
    return version.pk, said


def _agents(number: int, reseller: Organization, now: datetime) -> list[Person]:
    """Who works at a reseller, with a password that nobody knows."""
    emails = [AGENT.format(place=place, reseller=number) for place in range(AGENTS)]
    known = list(Person.objects.filter(email__in=emails))
    if known:
        return known
    nobody = make_password(None)
    made = [
        Person(email=email, name=f"Agent {place}", language="en", password=nobody, created_at=now)
        for place, email in enumerate(emails)
    ]
    copy(made)
    copy(
        [Membership(person_id=each.pk, organization_id=reseller.pk, agent="helpdesk", created_at=now) for each in made]
    )
    return made
