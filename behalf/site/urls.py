"""Every address, from the rooms' own lists."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from behalf.site import rooms

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    *(path(prefix, include(module)) for prefix, module in rooms.url_modules()),
]

if find_spec("behalf.site.ready") is not None:
    from behalf.site import ready

    urlpatterns += [path("healthz", ready.healthz), path("readyz", ready.readyz)]

handler400 = "behalf.web.errors.bad_request"
handler403 = "behalf.web.errors.forbidden"
handler404 = "behalf.web.errors.not_found"
handler500 = "behalf.web.errors.broken"
