from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "behalf.subscriptions"
