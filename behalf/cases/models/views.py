"""How people look at the queue: views that they keep for themselves or share with their desk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row


class SavedView(Row):
    """A part of the queue under a name; ``person_id``: whose own it is, nobody's: the whole desk's."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    person_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60)
    wanted = models.JSONField(help_text="the filters as the address has them")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "name"], condition=Q(person_id__isnull=True), name="cases_view_of_desk_once"
            ),
            models.UniqueConstraint(
                fields=["org", "person_id", "name"], condition=Q(person_id__isnull=False), name="cases_own_view_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
