"""What is said of a domain that cannot be a new customer's."""

from __future__ import annotations

from django.utils.translation import gettext as _

from behalf.kit.errors import Invalid


def no_domain() -> Invalid:
    """It has not the form of one."""
    return Invalid(_("This is not a domain, such as contoso.cn."), field="domain")


def taken() -> Invalid:
    """Somebody has it."""
    message = _(
        "This domain belongs to a customer already. Is it with another partner? Ask it for a reseller relationship."
    )
    return Invalid(message, field="domain")
