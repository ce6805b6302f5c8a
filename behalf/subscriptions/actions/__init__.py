"""Every change of what customers bought, and of what is imported."""

from behalf.subscriptions.actions.countdown import count_down
from behalf.subscriptions.actions.customers import Added, add_customer
from behalf.subscriptions.actions.importing import check, receive, run, start
from behalf.subscriptions.actions.subscribing import add, change_seats, reactivate, rename, suspend

__all__ = [
    "Added",
    "add",
    "add_customer",
    "change_seats",
    "check",
    "count_down",
    "reactivate",
    "receive",
    "rename",
    "run",
    "start",
    "suspend",
]
