"""The journal is read by person, by deed and by day, and says which of its entries are sealed."""

from django.db import migrations, models

SEALS = """
create function audit_seals(wanted bigint[]) returns table (entry_id bigint, seq bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.entry_id, s.seq from audit_seal s join audit_entry e on e.id = s.entry_id,
    (select nullif(current_setting('behalf.org', true), '')::bigint as id) mine
  where s.entry_id = any(wanted) and (e.org_id = mine.id or (e.for_customer and e.customer_id = mine.id))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_journal_guard")]
    operations = [
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["org_id", "person_id", "-id"], name="audit_by_person")
        ),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["org_id", "what", "-id"], name="audit_by_deed")
        ),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["org_id", "-at"], name="audit_by_time")),
        migrations.RunSQL(SEALS, "drop function audit_seals(bigint[])"),
    ]
