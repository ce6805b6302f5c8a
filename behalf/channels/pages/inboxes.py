"""The addresses of a desk, and the mailboxes from which their mail is fetched."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.channels import actions, forms, queries, words
from behalf.channels.models import Inbox, Mailbox
from behalf.channels.reaching import account_of
from behalf.connectors import imap
from behalf.kit import clock
from behalf.kit.errors import NotFound
from behalf.kit.tenancy import acting
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

TRY_SECONDS = 8.0


@page("channels.settings", methods=["GET", "POST"])
def inboxes(request: ActorRequest, form: Form | None = None) -> HttpResponse:
    """The desk's addresses, and a new one."""
    if request.method == "POST" and form is None:
        form = forms.Inbox(request.POST)
        if form.is_valid() and form.does(actions.add_inbox, request.actor, now=clock.now(), **form.values):
            say(request, _("Mail to this address arrives here from now on."))
            return redirect("channels:inboxes")
        return inboxes.show(request, form=form)
    context = {"inboxes": queries.inboxes(request.actor), "form": form or forms.Inbox()}
    return render(request, "channels/inboxes.html", context, status=422 if form else 200)


@page("channels.settings", methods=["POST"])
def remove_inbox(request: ActorRequest, inbox_id: int) -> HttpResponse:
    """Receive no more mail at an address."""
    actions.remove_inbox(request.actor, inbox_id, now=clock.now())
    say(request, _("No more mail is received at this address."))
    return redirect("channels:inboxes")


@page("channels.settings", methods=["GET", "POST"])
def mailbox(
    request: ActorRequest, inbox_id: int, form: Form | None = None, trouble: imap.Trouble | None = None
) -> HttpResponse:
    """From where the mail of an address is fetched, and how that goes."""
    if request.method == "POST" and form is None and trouble is None:
        form = forms.Mailbox(request.POST)
        if form.is_valid() and form.does(
            actions.connect_mailbox, request.actor, inbox_id, now=clock.now(), **form.values
        ):
            say(request, _("Kept. Now try the connection."))
            return redirect("channels:mailbox", inbox_id=inbox_id)
        return mailbox.show(request, inbox_id, form=form)
    inbox = queries.inbox(request.actor, inbox_id)
    box = _mailbox_of(inbox)
    context = {
        "inbox": inbox, "box": box, "form": form or forms.Mailbox(initial=_initial(box)),
        "trouble": _told(trouble.why, trouble.words) if trouble else None,
        "failing": _told(box.trouble, box.trouble_words) if box and box.failing_since else None,
    }  # fmt: skip
    return render(request, "channels/mailbox.html", context, status=422 if form or trouble else 200)


@page("channels.settings", methods=["POST"])
def try_mailbox(request: ActorRequest, inbox_id: int) -> HttpResponse:
    """Sign in as the job would, look whether the folders are there, and have mail fetched at once."""
    with acting(request.actor):
        box = _mailbox_of(queries.inbox(request.actor, inbox_id))
    if box is None:
        raise NotFound(_("There is no mailbox for this address."))
    try:
        with imap.opened(account_of(box), seconds=TRY_SECONDS) as folder:
            count = folder.count
            if box.after == Mailbox.After.MOVE:
                folder.require_target(box.moved_to)
    except imap.Trouble as trouble:
        return mailbox.show(request, inbox_id, trouble=trouble)
    actions.fetch_now(request.actor, inbox_id, now=clock.now())
    found = ngettext("It works: %(count)s mail lies there.", "It works: %(count)s mails lie there.", count)
    say(request, found % {"count": count})
    return redirect("channels:mailbox", inbox_id=inbox_id)


@page("channels.settings", methods=["POST"])
def disconnect_mailbox(request: ActorRequest, inbox_id: int) -> HttpResponse:
    """Fetch no more."""
    actions.disconnect_mailbox(request.actor, inbox_id, now=clock.now())
    say(request, _("No more mail is fetched from this mailbox."))
    return redirect("channels:inboxes")


def _mailbox_of(inbox: Inbox) -> Mailbox | None:
    found: Mailbox | None = getattr(inbox, "mailbox", None)
    return found


def _initial(box: Mailbox | None) -> dict[str, Any]:
    """What stands in the form; the password never does."""
    names = ("host", "security", "port", "user", "folder", "after", "moved_to", "with_old")
    return {name: getattr(box, name) for name in names} if box else {}


def _told(why: str, said: str) -> dict[str, str]:
    return {"text": str(words.TROUBLES[imap.Why(why)]), "said": said}
