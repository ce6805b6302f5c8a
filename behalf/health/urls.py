from django.urls import path

from behalf.health import pages

app_name = "health"
urlpatterns = [
    path("health/", pages.board, name="board"),
    path("health/services/<int:service_id>/", pages.service, name="service"),
    path("health/incidents/", pages.incidents, name="incidents"),
    path("health/incidents/<int:incident_id>/", pages.incident, name="incident"),
    path("health/maintenance/", pages.works, name="works"),
    path("health/maintenance/<int:maintenance_id>/", pages.work, name="work"),
    path("health/announcements/", pages.news, name="news"),
    path("health/announcements/<int:announcement_id>/", pages.announcement, name="announcement"),
    path("health/publish/state/", pages.publish_state, name="publish_state"),
    path("health/publish/incident/", pages.publish_incident, name="publish_incident"),
    path("health/publish/maintenance/", pages.publish_maintenance, name="publish_maintenance"),
    path("health/publish/announcement/", pages.publish_announcement, name="publish_announcement"),
    path("health/statements/<int:statement_id>/correct/", pages.correct_state, name="correct_state"),
    path("health/incidents/<int:incident_id>/update/", pages.update_incident, name="update_incident"),
    path("health/updates/<int:update_id>/correct/", pages.correct_update, name="correct_update"),
    path("health/maintenance/<int:maintenance_id>/move/", pages.move, name="move"),
    path("health/maintenance/<int:maintenance_id>/start/", pages.start, name="start"),
    path("health/maintenance/<int:maintenance_id>/end/", pages.end, name="end"),
    path("health/maintenance/<int:maintenance_id>/cancel/", pages.cancel, name="cancel"),
    path("health/maintenance/<int:maintenance_id>/reword/", pages.reword, name="reword"),
    path(
        "health/announcements/<int:announcement_id>/correct/", pages.correct_announcement, name="correct_announcement"
    ),
    path("health/announcements/<int:announcement_id>/withdraw/", pages.withdraw, name="withdraw"),
    path("customers/<int:account_id>/health/", pages.of_customer, name="of_customer"),
    path("customers/<int:account_id>/health/panel/", pages.panel, name="panel"),
    path("customers/<int:account_id>/health/check/", pages.check, name="check"),
    path("customers/<int:account_id>/health/checks/<int:check_id>/", pages.recorded, name="recorded"),
]
