"""The addresses of escalation."""

from __future__ import annotations

from django.urls import path

from behalf.escalation.pages import gate, requests

app_name = "escalation"

urlpatterns = [
    path("cases/<int:case_id>/escalate/", gate.escalate, name="escalate"),
    path("cases/<int:case_id>/escalate/keep/", gate.keep, name="keep"),
    path("cases/<int:case_id>/escalate/override/", gate.override, name="override"),
    path("cases/<int:case_id>/escalate/incident/", gate.incident, name="incident"),
    path("cases/<int:case_id>/escalate/tried/", gate.tried, name="tried"),
    path("cases/<int:case_id>/escalate/check/", gate.check, name="check"),
    path("cases/<int:case_id>/escalate/send/", gate.send, name="send"),
    path("cases/<int:case_id>/escalation/", requests.panel, name="panel"),
    path("requests/customer/", requests.customer_requests, name="customer_requests"),
    path("requests/customer/new/", requests.new_request, name="new_request"),
    path("requests/customer/new/<int:account_id>/", requests.new_request_for, name="new_request_for"),
    path("requests/portal/", requests.portal_requests, name="portal_requests"),
    path("requests/portal/new/", requests.new_portal_request, name="new_portal_request"),
    path("requests/portal/send/", requests.send_portal_request, name="send_portal_request"),
    path("requests/received/", requests.received, name="received"),
    path("requests/<int:dossier_id>/", requests.dossier, name="dossier"),
    path("requests/<int:dossier_id>/words/", requests.words_of, name="words"),
    path("requests/<int:dossier_id>/reply/", requests.reply, name="reply"),
    path("requests/<int:dossier_id>/reopen/", requests.reopen, name="reopen"),
    path("requests/<int:dossier_id>/judge/", requests.judge, name="judge"),
]
