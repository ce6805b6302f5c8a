"""A case that is opened or changed tells open pages so, in the same transaction; see behalf/kit/marks.py.

One mark for each case that a statement touches; one for the desk when it touches more than fifty.
"""

from django.db import migrations

MARK = """
create function cases_mark() returns trigger language plpgsql as $$
begin
  if exists (select from changed offset 50) then
    perform pg_notify('behalf_marks', format('case %s 0 0 0', org_id)) from (select distinct org_id from changed) d;
  else
    perform pg_notify('behalf_marks', format('case %s %s %s %s', org_id, coalesce(customer_id, 0), id, version))
      from changed;
  end if;
  return null;
end $$;
create trigger cases_mark_opened after insert on cases_case
  referencing new table as changed for each statement execute function cases_mark();
create trigger cases_mark_changed after update on cases_case
  referencing new table as changed for each statement execute function cases_mark();
"""

FORGET = """
drop trigger cases_mark_opened on cases_case;
drop trigger cases_mark_changed on cases_case;
drop function cases_mark();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_reports")]
    operations = [migrations.RunSQL(MARK, FORGET)]
