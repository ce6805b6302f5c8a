"""What every publishing action shares: where something is, who says it, and that it is not said of the future."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.catalog.models import Service
from behalf.health import rules
from behalf.health.models import Place
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid

Where = tuple[int, str]  # a service's id and a region's code; an empty code means wherever it runs


@dataclass(frozen=True, slots=True)
class Places:
    """Checked places: each service exists and runs in the region named with it."""

    where: tuple[Where, ...]
    first: Service

    @classmethod
    def checked(cls, actor: Actor, where: Sequence[Where], *, field: str = "places") -> Places:
        """Invalid for no place at all, an unknown service, or a region in which the service does not run."""
        services = Service.objects.visible_to(actor).in_bulk([service_id for service_id, _region in where])
        if not where:
            raise Invalid(_("Name at least one service."), field=field)
        for service_id, region in where:
            service = services.get(service_id)
            if service is None:
                raise Invalid(_("There is no such service."), field=field)
            if region and region not in service.regions:
                raise Invalid(_("The service does not run in that region."), field=field)
        return cls(tuple(dict.fromkeys(where)), services[where[0][0]])

    def save(self, kind: type[Place], **owner: Any) -> None:
        """Write the places down as rows of their owner."""
        for service_id, region in self.where:
            kind(service_id=service_id, region=region, **owner).save(force_insert=True)

    def plain(self) -> list[list[int | str]]:
        """For the journal."""
        return [[service_id, region] for service_id, region in self.where]


@dataclass(frozen=True, slots=True)
class Author:
    """Who says it, frozen beside what is said."""

    actor: Actor
    now: datetime

    def columns(self) -> dict[str, Any]:
        """The columns of a ``Said`` row."""
        return {"author_id": self.actor.person_id, "author_name": self.actor.name, "recorded_at": self.now}

    def instant(self, at: datetime | None, *, field: str = "at") -> datetime:
        """Since when it is so: now, unless said; Invalid for the future."""
        if at is not None and rules.is_ahead(at, self.now):
            raise Invalid(_("This time is still to come."), field=field)
        return at or self.now
