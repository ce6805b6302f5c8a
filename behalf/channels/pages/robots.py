"""The robots of a desk in chat groups: what they tell, whether it gets through, and a message to try."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from behalf.agreements import queries as agreements
from behalf.catalog import queries as catalog
from behalf.channels import actions, forms, queries, words
from behalf.channels.actions.telling import HEADING
from behalf.channels.models import Robot, RobotNotice
from behalf.channels.reaching import robot_of
from behalf.connectors import registry
from behalf.connectors import robots as chat
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.errors import Invalid
from behalf.kit.tenancy import acting
from behalf.web.addresses import full, url
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ["GET", "POST"]


@page("channels.robots")
def robots(request: ActorRequest) -> HttpResponse:
    """The desk's robots, and how each does."""
    found = queries.robots(request.actor)
    failed = queries.failed_notices(request.actor, [row.pk for row in found])
    return render(request, "channels/robots.html", {"robots": found, "failed": failed})


@page("channels.robots", methods=BOTH)
def new_robot(request: ActorRequest, form: forms.Robot | None = None) -> HttpResponse:
    """A robot that is added to a group."""
    if request.method == "POST" and form is None:
        form = _form(request, request.POST, is_new=True)
        if _kept(request, form, None):
            say(request, _("Kept. Now send a message to try it."))
            return redirect("channels:robot", robot_id=form.result.pk)
        return new_robot.show(request, form=form)
    context: dict[str, Any] = {
        "robot": None,
        "form": form or _form(request, is_new=True),
        "trouble": None,
        "notices": [],
    }
    return render(request, "channels/robot.html", context, status=422 if form else 200)


@page("channels.robots", methods=BOTH)
def robot(
    request: ActorRequest, robot_id: int, form: forms.Robot | None = None, trouble: chat.Trouble | None = None
) -> HttpResponse:
    """What a robot tells, what it told, and what did not get through."""
    if request.method == "POST" and form is None and trouble is None:
        form = _form(request, request.POST)
        if _kept(request, form, robot_id):
            say(request, _("Kept."))
            return redirect("channels:robot", robot_id=robot_id)
        return robot.show(request, robot_id, form=form)
    row = queries.robot(request.actor, robot_id)
    context = {
        "robot": row, "form": form or _form(request, initial=_initial(row)),
        "trouble": (trouble.why, trouble.words) if trouble else None, "troubles": words.ROBOT_TROUBLES,
        "notices": queries.notices(request.actor, robot_id), "states": RobotNotice.State, "says": words.says,
        "failed": queries.failed_notices(request.actor, [robot_id]).get(robot_id, 0),
    }  # fmt: skip
    return render(request, "channels/robot.html", context, status=422 if form or trouble else 200)


@page("channels.robots", methods=["POST"])
def try_robot(request: ActorRequest, robot_id: int) -> HttpResponse:
    """Send a message that says nothing but that it works."""
    with acting(request.actor):
        row = queries.robot(request.actor, robot_id)
    with override(row.language):
        line = chat.Line(_("This group is told from here."), full(url("cases:queue")))
    try:
        registry.robot_port(row.provider).send(
            robot_of(row), chat.Message(row.keyword or HEADING, [line], lambda _count: line)
        )
    except chat.Trouble as trouble:
        return robot.show(request, robot_id, trouble=trouble)
    say(request, _("It works: look into the group."))
    return redirect("channels:robot", robot_id=robot_id)


@page("channels.robots", methods=["POST"])
def tell_again(request: ActorRequest, robot_id: int) -> HttpResponse:
    """Send once more what failed."""
    count = actions.tell_again(request.actor, robot_id, now=clock.now())
    again = ngettext("%(count)s notice waits to be sent again.", "%(count)s notices wait to be sent again.", count)
    say(request, again % {"count": count})
    return redirect("channels:robot", robot_id=robot_id)


@page("channels.robots", methods=["POST"])
def remove_robot(request: ActorRequest, robot_id: int) -> HttpResponse:
    """Tell this group nothing more."""
    actions.remove_robot(request.actor, robot_id, now=clock.now())
    say(request, _("This group is told nothing more."))
    return redirect("channels:robots")


def _form(request: ActorRequest, data: Any = None, *, is_new: bool = False, **kwargs: Any) -> forms.Robot:
    with acting(request.actor):
        services = [(each.id, each.name) for each in catalog.services(request.actor)]
        calendars = [(each.pk, each.title) for each in agreements.calendars(request.actor)]
    return forms.Robot(
        data,
        services=services,
        calendars=calendars,
        has_customers=request.actor.tier == "reseller",
        is_new=is_new,
        **kwargs,
    )


def _kept(request: ActorRequest, form: forms.Robot, robot_id: int | None) -> bool:
    """Whether the action took it; the customer is named by a part of its name, as in a search."""
    given = form.values
    named = given.pop("customer", "")
    try:
        with acting(request.actor):
            account = customers.named(request.actor, named) if named else None
    except Invalid as refusal:
        form.add_error("customer", refusal.message)
        return False
    return form.does(
        actions.keep_robot, request.actor, robot_id, account_id=account.pk if account else None, now=clock.now(),
        **given,
    )  # fmt: skip


def _initial(row: Robot) -> dict[str, Any]:
    """What stands in the form; webhook and secret never do."""
    names = ("name", "provider", "keyword", "language", "occasions", "severities", "service_id", "calendar_id")
    return {**{name: getattr(row, name) for name in names}, "customer": row.account.company if row.account else ""}
