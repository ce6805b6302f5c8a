"""The addresses of incoming mail, and of robots."""

from __future__ import annotations

from django.urls import path

from behalf.channels import pages

app_name = "channels"

urlpatterns = [
    path("incoming/", pages.arrivals, name="arrivals"),
    path("incoming/<int:arrival_id>/", pages.arrival, name="arrival"),
    path("incoming/<int:arrival_id>/html/", pages.shown, name="shown"),
    path("incoming/<int:arrival_id>/original/", pages.original, name="original"),
    path("incoming/<int:arrival_id>/files/<int:number>/", pages.attached, name="attached"),
    path("incoming/<int:arrival_id>/accept/", pages.accept, name="accept"),
    path("incoming/<int:arrival_id>/attach/", pages.attach, name="attach"),
    path("incoming/<int:arrival_id>/discard/", pages.discard, name="discard"),
    path("incoming/<int:arrival_id>/replay/", pages.replay, name="replay"),
    path("incoming/addresses/", pages.inboxes, name="inboxes"),
    path("incoming/addresses/<int:inbox_id>/mailbox/", pages.mailbox, name="mailbox"),
    path("incoming/addresses/<int:inbox_id>/mailbox/try/", pages.try_mailbox, name="try_mailbox"),
    path("incoming/addresses/<int:inbox_id>/mailbox/remove/", pages.disconnect_mailbox, name="disconnect_mailbox"),
    path("incoming/addresses/<int:inbox_id>/remove/", pages.remove_inbox, name="remove_inbox"),
    path("robots/", pages.robots, name="robots"),
    path("robots/new/", pages.new_robot, name="new_robot"),
    path("robots/<int:robot_id>/", pages.robot, name="robot"),
    path("robots/<int:robot_id>/try/", pages.try_robot, name="try_robot"),
    path("robots/<int:robot_id>/again/", pages.tell_again, name="tell_again"),
    path("robots/<int:robot_id>/remove/", pages.remove_robot, name="remove_robot"),
    path("cases/<int:case_id>/mails/", pages.of_case, name="of_case"),
]
