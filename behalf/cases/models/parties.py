"""Who else has a part in a case, and which mail somebody wants of a desk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from behalf.cases.models.case import CaseRow, DeskRow
from behalf.kit.tenancy import Desk


class Notices(models.TextChoices):
    """Which of a case's letters somebody gets."""

    ALL = "all", _("every mail")
    ANSWERS = "answers", _("only when it is answered or solved")
    NONE = "none", _("no mail")


class Role(models.TextChoices):
    """What part somebody has. Who takes part or approves may also answer by mail."""

    INFORMED = "informed", _("is kept informed")
    TAKES_PART = "takes_part", _("takes part")
    APPROVES = "approves", _("approves")


class Party(CaseRow):
    """Somebody beside the contact: of the customer or a third party (``is_third``). Only the desk reads the row.

    They see nothing but the public replies that reach them by mail.
    """

    tenancy = Desk()

    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10)
    is_third = models.BooleanField(default=False)
    role = models.CharField(max_length=10, choices=Role)
    notices = models.CharField(max_length=10, choices=Notices, default=Notices.ALL)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", Lower("email"), condition=~Q(email=""), name="cases_party_once"),
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="cases_party_is_reached"),
        ]
        indexes = [models.Index(fields=["case"], name="cases_party_of")]


class NoticeChoice(DeskRow):
    """Which mail an address of a customer wants about its cases at one reseller; its own people choose."""

    tenancy = Desk(customer_reads=True, customer_inserts=True, customer_updates=("notices", "at"))

    email = models.EmailField(max_length=254)
    notices = models.CharField(max_length=10, choices=Notices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "customer", "email"], name="cases_notice_choice_once"),
            models.CheckConstraint(condition=Q(customer__isnull=False), name="cases_notice_choice_of_customer"),
        ]
