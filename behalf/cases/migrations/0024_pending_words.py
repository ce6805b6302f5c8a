from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

# Of an index that stands already: what it holds need not be written anew.
SHORT_LIST = "alter index cases_search_words set (fastupdate = on, gin_pending_list_limit = 256)"
AT_ONCE = "alter index cases_search_words set (fastupdate = off)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_follow_ups")]

    operations = [
        migrations.RunSQL(
            SHORT_LIST,
            AT_ONCE,
            state_operations=[
                migrations.RemoveIndex("searchrow", "cases_search_words"),
                migrations.AddIndex(
                    "searchrow",
                    GinIndex(fields=["words"], name="cases_search_words", fastupdate=True, gin_pending_list_limit=256),
                ),
            ],
        ),
    ]
