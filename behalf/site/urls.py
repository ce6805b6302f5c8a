"""Every address, from the rooms' own lists."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from behalf.identity.pages import choose_language
from behalf.site import rooms
from behalf.site.sign_in import SignIn, no_such_page


def _room(prefix: str, module: str) -> URLResolver:
    """A room's addresses, asked one by one only when the path begins like one of them."""
    heads = {re.escape(str(each.pattern).split("/")[0]) for each in import_module(module).urlpatterns}
    beginnings = "|".join(f"{head}/" if head else "$" for head in sorted(heads))
    return re_path(f"^{prefix}(?={beginnings})", include(module))


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/email/", no_such_page),  # addresses are given by an admin (P06), never changed by their owner
    path("accounts/", include("allauth.urls")),
    path("language/", choose_language, name="set_language"),
    *(_room(prefix, module) for prefix, module in rooms.url_modules()),
]

if find_spec("behalf.site.ready") is not None:
    from behalf.site import ready

    urlpatterns += [path("healthz", ready.healthz), path("readyz", ready.readyz)]

handler400 = "behalf.web.errors.bad_request"
handler403 = "behalf.web.errors.forbidden"
handler404 = "behalf.web.errors.not_found"
handler500 = "behalf.web.errors.broken"
