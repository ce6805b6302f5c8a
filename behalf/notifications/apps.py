from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "behalf.notifications"
    label = "notifications"
