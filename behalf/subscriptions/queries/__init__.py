"""Every read of what customers bought, and of what was imported."""

from behalf.subscriptions.queries.bought import (
    CustomerOfService,
    DeletedSoon,
    ServiceOfCustomer,
    SubscriptionRow,
    Summary,
    counting_down,
    customers_of_service,
    deleted_soon,
    of_account,
    services_of,
    subscription,
    summaries,
)
from behalf.subscriptions.queries.imported import PAGE, ImportRow, LineRow, import_file, imports, lines

__all__ = [
    "PAGE",
    "CustomerOfService",
    "DeletedSoon",
    "ImportRow",
    "LineRow",
    "ServiceOfCustomer",
    "SubscriptionRow",
    "Summary",
    "counting_down",
    "customers_of_service",
    "deleted_soon",
    "import_file",
    "imports",
    "lines",
    "of_account",
    "services_of",
    "subscription",
    "summaries",
]
