"""Addresses of the outbox and of notices."""

from __future__ import annotations

from django.urls import path

from behalf.notifications import pages

app_name = "notifications"

urlpatterns = [
    path("mail/", pages.outbox, name="outbox"),
    path("mail/<int:mail_id>/", pages.outgoing, name="mail"),
    path("mail/<int:mail_id>/again/", pages.send_again, name="again"),
    path("notices/", pages.notices, name="notices"),
    path("notices/read/", pages.mark_read, name="read"),
    path("notices/bell/", pages.bell, name="bell"),
]
