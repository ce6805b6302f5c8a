"""Evidence points to its row by a real key of its kind, in place of a kind and a number.

A number that names no row proves nothing and could not be shown; nothing of ours deletes such rows, so none is expected.
"""

import django.db.models.deletion
from django.db import migrations, models

CARRY = """
update cases_caseevidence e set health_check_id = e.about_id where e.kind = 'health_check'
  and exists (select from health_healthcheck t where t.id = e.about_id and t.reseller_id = e.org_id);
update cases_caseevidence e set session_id = e.about_id where e.kind = 'session'
  and exists (select from administration_onbehalfsession t where t.id = e.about_id and t.reseller_id = e.org_id);
update cases_caseevidence e set incident_id = e.about_id where e.kind = 'incident'
  and exists (select from health_incident t where t.id = e.about_id);
delete from cases_caseevidence where num_nonnulls(health_check_id, session_id, incident_id) = 0;
set constraints all immediate;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("administration", "0001_initial"),
        ("cases", "0004_unassigned"),
        ("health", "0001_initial"),
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseevidence",
            name="health_check",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="health.healthcheck",
            ),
        ),
        migrations.AddField(
            model_name="caseevidence",
            name="incident",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="health.incident",
            ),
        ),
        migrations.AddField(
            model_name="caseevidence",
            name="session",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="administration.onbehalfsession",
            ),
        ),
        migrations.RunSQL(CARRY),
        migrations.RemoveConstraint(
            model_name="caseevidence",
            name="cases_evidence_once",
        ),
        migrations.RemoveIndex(
            model_name="caseevidence",
            name="cases_evidence_about",
        ),
        migrations.RemoveField(
            model_name="caseevidence",
            name="about_id",
        ),
        migrations.RemoveField(
            model_name="caseevidence",
            name="kind",
        ),
        migrations.RemoveField(
            model_name="caseevidence",
            name="url",
        ),
        migrations.AddIndex(
            model_name="caseevidence",
            index=models.Index(fields=["org", "incident"], name="cases_evidence_of_incident"),
        ),
        migrations.AddConstraint(
            model_name="caseevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("health_check__isnull", False), ("incident__isnull", True), ("session__isnull", True)),
                    models.Q(("health_check__isnull", True), ("incident__isnull", True), ("session__isnull", False)),
                    models.Q(("health_check__isnull", True), ("incident__isnull", False), ("session__isnull", True)),
                    _connector="OR",
                ),
                name="cases_evidence_is_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevidence",
            constraint=models.UniqueConstraint(fields=("case", "health_check"), name="cases_evidence_check_once"),
        ),
        migrations.AddConstraint(
            model_name="caseevidence",
            constraint=models.UniqueConstraint(fields=("case", "session"), name="cases_evidence_session_once"),
        ),
        migrations.AddConstraint(
            model_name="caseevidence",
            constraint=models.UniqueConstraint(fields=("case", "incident"), name="cases_evidence_incident_once"),
        ),
    ]
