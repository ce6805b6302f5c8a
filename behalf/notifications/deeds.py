"""What entries of the journal about mail are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {"mail.sent_again": _("Mail sent again")}
