"""What administration does when a lower room, or the customer, announced something."""

from __future__ import annotations

from behalf.administration import actions
from behalf.administration.events import DelegationGranted, DelegationRemoved
from behalf.identity.events import PersonDeactivated
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.subscriptions import queries as subscriptions
from behalf.subscriptions.events import SubscriptionAdded


def delegate_what_is_sold(actor: Actor, event: SubscriptionAdded) -> None:
    """Adding a subscription grants delegation for the services that it contains."""
    with acting(actor):
        services = subscriptions.services_of(actor, event.account_id)
    sold = [each.service_id for each in services if event.subscription_id in each.subscription_ids]
    actions.grant(actor, event.account_id, service_ids=sold, now=event.at)


def end_sessions_of_person(actor: Actor, event: PersonDeactivated) -> None:
    """A deactivated person acts for nobody any more."""
    actions.end_of_person(actor, event.person_id, now=event.at)


def note_removal(actor: Actor, event: DelegationRemoved) -> None:
    """The reseller's own journal says that a customer took a delegation back."""
    actions.note_delegation(actor, event.delegation_id, now=event.at)


def note_grant(actor: Actor, event: DelegationGranted) -> None:
    """The reseller's own journal says that a customer delegated a service again."""
    actions.note_delegation(actor, event.delegation_id, now=event.at)
