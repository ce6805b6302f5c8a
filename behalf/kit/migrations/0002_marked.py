"""Marks on their way to open pages. Unlogged: what a crash loses, pages find out by themselves."""

import django.db.models.functions.datetime
from django.db import migrations, models

MARK = """
alter table kit_marked set unlogged;
create function behalf_mark(topic text, about bigint) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into kit_marked (topic, org_id, about)
    select $1, nullif(current_setting('behalf.org', true), '')::bigint, $2
$$;
revoke all on function behalf_mark(text, bigint) from public;
grant execute on function behalf_mark(text, bigint) to as_operator, as_reseller, as_customer;
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Marked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=20)),
                ("org_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField(db_default=0)),
                ("about", models.BigIntegerField()),
                ("version", models.BigIntegerField(db_default=0)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(MARK, "drop function behalf_mark(text, bigint)"),
    ]
