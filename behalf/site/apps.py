from django.apps import AppConfig

from behalf.audit import deeds, reading
from behalf.kit import actor, envelopes, events, marks
from behalf.site import rooms


class SiteConfig(AppConfig):
    """Last in line: reads every room's name plate once all models exist."""

    name = "behalf.site"
    label = "behalf_site"

    def ready(self) -> None:
        for plate in rooms.plates():
            actor.declare(getattr(plate, "RIGHTS", {}))
            events.listen(getattr(plate, "LISTENERS", ()))
            envelopes.declare(getattr(plate, "ENVELOPES", {}))
            marks.declare(getattr(plate, "MARKS", ()))
        for module in rooms.modules("deeds"):
            deeds.declare(getattr(module, "DEEDS", {}), getattr(module, "DEEDS_TO_CUSTOMER", {}))
            told = {name: getattr(module, name.upper(), None) for name in ("names", "values", "subjects")}
            reading.declare(**told)
