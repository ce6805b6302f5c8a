from django.db import migrations, models

# Cases that were open before know it from their clocks; of two promises due at once, the nearer to an answer.
FILL = """
update cases_case c set due_for = coalesce((
    select k.promise from cases_caseclock k
    where k.case_id = c.id and k.ended_at is null and k.due_at = c.due_at
    order by array_position(array['first', 'update', 'resolution'], k.promise::text) limit 1), '')
where c.due_at is not null and c.status in ('new', 'in_progress', 'with_operator');
set constraints all immediate;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_reports")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="due_for",
            field=models.CharField(
                blank=True, default="", help_text="the promise that is due then; empty when none is", max_length=10
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
