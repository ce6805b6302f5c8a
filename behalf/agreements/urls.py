"""The addresses of service levels."""

from __future__ import annotations

from django.urls import path

from behalf.agreements.pages import agreements, calendars, duty

app_name = "agreements"

urlpatterns = [
    path("settings/service-levels/", agreements.agreements, name="agreements"),
    path("settings/service-levels/new/", agreements.new, name="new"),
    path("settings/service-levels/<int:agreement_id>/", agreements.agreement, name="agreement"),
    path("settings/service-levels/<int:agreement_id>/edit/", agreements.edit, name="edit"),
    path("settings/service-levels/<int:agreement_id>/end/", agreements.end, name="end"),
    path("settings/service-levels/calendars/", calendars.calendars, name="calendars"),
    path("settings/service-levels/calendars/new/", calendars.new, name="new_calendar"),
    path("settings/service-levels/calendars/<int:calendar_id>/", calendars.calendar, name="calendar"),
    path("settings/service-levels/calendars/<int:calendar_id>/edit/", calendars.edit, name="edit_calendar"),
    path("settings/service-levels/calendars/<int:calendar_id>/dates/", calendars.add_date, name="add_date"),
    path(
        "settings/service-levels/calendars/<int:calendar_id>/dates/<int:date_id>/remove/", calendars.remove_date,
        name="remove_date",
    ),
    path("settings/service-levels/duty/", duty.duty, name="duty"),
    path("settings/service-levels/duty/edit/", duty.edit, name="edit_duty"),
]  # fmt: skip
