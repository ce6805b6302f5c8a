"""A case that is opened or changed tells open pages so, in the same transaction; see behalf/kit/marks.py.

One mark for each case that a statement touches; one for the desk when it touches more than fifty. The function is the
owner's: who changes a case has no right to the table of marks.
"""

from django.db import migrations

MARK = """
create function cases_mark() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from changed offset 50) then
    insert into kit_marked (topic, org_id, about) select distinct 'case', org_id, 0 from changed;
  else
    insert into kit_marked (topic, org_id, customer_id, about, version)
      select 'case', org_id, coalesce(customer_id, 0), id, version from changed;
  end if;
  return null;
end $$;
revoke all on function cases_mark() from public;
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
    dependencies = [("cases", "0019_handover"), ("kit", "0002_marked")]
    operations = [migrations.RunSQL(MARK, FORGET)]
