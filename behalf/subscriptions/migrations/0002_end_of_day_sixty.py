"""What is suspended keeps its data to the end of day 60, by the provider's calendar; it was the minute of suspension."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from behalf.connectors.registry import cloud


def to_the_end_of_the_day(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    zone = cloud().zone
    for row in apps.get_model("subscriptions", "Subscription").objects.filter(status="suspended"):
        last = row.suspended_at.astimezone(zone).date() + timedelta(days=60)
        row.delete_at = datetime.combine(last, time.max, zone).astimezone(UTC)
        row.save(update_fields=["delete_at"])


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0001_initial")]

    operations = [migrations.RunPython(to_the_end_of_the_day, migrations.RunPython.noop)]
