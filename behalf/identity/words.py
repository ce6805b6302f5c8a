"""What the settings of a person are called, and what each gives (domain.md 2.2; P06)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

AGENTS = {
    "none": (_("No agent role"), _("Sees no customers.")),
    "admin": (
        _("Admin agent"),
        _(
            "Looks after customers in everything: adds and edits them, manages subscriptions, checks health, "
            "administers services, escalates. Manages no people."
        ),
    ),
    "sales": (
        _("Sales agent"),
        _(
            "Adds and edits customers, their billing information and subscriptions. Sees no service health, "
            "does not work on a customer's behalf, does not escalate."
        ),
    ),
    "helpdesk": (
        _("Help desk agent"),
        _(
            "Edits customers' details, checks health, administers services on their behalf, escalates. Adds no "
            "customers, changes no billing information and no subscriptions."
        ),
    ),
}

ADMINS = {
    "none": (_("No admin role"), _("Only what the agent role gives.")),
    "global": (
        _("Global admin"),
        _(
            "Everything: all that agents do, people and their admin roles, requests about Partner Center. "
            "Have more than one, and few."
        ),
    ),
    "billing": (
        _("Billing admin"),
        _("Has to do with prices and bills, which Behalf does not keep. Sees no customers."),
    ),
    "user": (
        _("User management admin"),
        _(
            "Adds, changes and deactivates people, and sees the partner profile. Gives no admin roles and deactivates "
            "no admins."
        ),
    ),
}

ROLES = {
    "operator_engineer": (_("Engineer"), _("Answers what resellers escalate: takes, asks back, resolves.")),
    "operator_reviewer": (_("Reviewer"), _("Judges whether resellers escalate rightly, and says so with a reason.")),
    "operator_publisher": (
        _("Publisher"),
        _("Publishes the state of services, incidents, maintenance, announcements."),
    ),
    "operator_admin": (_("Operator admin"), _("Everything at the operator: resellers, catalog, people.")),
    "customer_admin": (
        _("Customer admin"),
        _("Sees health, opens and follows cases, decides who administers services."),
    ),
}

THEMES = {"device": _("As the device has it"), "light": _("Light"), "dark": _("Dark")}


def labels(agent: str, admin: str, role: str) -> list[str]:
    """What a person's settings are called; empty when they give nothing."""
    named = [AGENTS[agent][0] if agent != "none" else "", ADMINS[admin][0] if admin != "none" else ""]
    named.append(ROLES[role][0] if role else "")
    return [str(label) for label in named if label]
