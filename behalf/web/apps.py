"""The web kit as a Django app, so that its templates and static files are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web kit; it has no tables."""

    name = "behalf.web"
    label = "web"
