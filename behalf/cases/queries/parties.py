"""Who has a part in a case, and which mail an address wants."""

from __future__ import annotations

from behalf.cases.models import NoticeChoice, Notices, Party, Role
from behalf.cases.queries._family import family_of
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.verbs import query


@query("cases.read")
def parties(actor: Actor, case_id: int) -> list[Party]:
    """Who has a part in a case beside its contact, also in those that were merged into it."""
    return list(Party.objects.visible_to(actor).filter(case_id__in=family_of(case_id)).order_by("pk"))


@query("cases.read")
def takes_part(actor: Actor, case_id: int, address: str) -> bool:
    """Whether somebody with this address may answer on a case by mail; who is only kept informed may not."""
    rows = Party.objects.visible_to(actor).filter(case_id__in=family_of(case_id), email__iexact=address)
    return rows.filter(role__in=(Role.TAKES_PART, Role.APPROVES)).exists()


@query("cases.own")
def own_notices(actor: Actor) -> str:
    """Which mail the signed-in person of a customer wants."""
    rows = NoticeChoice.objects.visible_to(actor).filter(email=identity.me(actor).email.casefold())
    return rows.order_by("-at").values_list("notices", flat=True).first() or Notices.ALL
