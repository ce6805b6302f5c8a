from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "behalf.identity"

    def ready(self) -> None:
        from behalf.identity import handlers  # noqa: F401  # connects itself to allauth's signals
        from behalf.identity.directory import organizations
        from behalf.kit import jobs

        jobs.use_directory(organizations)
