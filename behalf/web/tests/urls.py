"""The few addresses that the kit's own templates name."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest, **ids: int) -> HttpResponse:
    return HttpResponse()


identity = ([path("profile", nothing, name="profile"), path("choose", nothing, name="choose")], "identity")
console = ([path("palette", nothing, name="palette")], "console")

urlpatterns = [
    path("me/", include(identity)),
    path("", include(console)),
    path("accounts/", include("allauth.urls")),
    path("things/<int:account_id>/<int:thing_id>/", nothing, name="thing"),
    path("words/<str:word>/", nothing, name="word"),
]

handler404 = "behalf.web.errors.not_found"
