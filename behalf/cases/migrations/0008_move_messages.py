"""Which case a message and its files stand on: the one thing about them that may change, through one function.

Both cases must be the desk's own, and of the same customer (at the operator's desk: of the same reseller).
"""

from django.db import migrations

MOVE = """
create function cases_move_messages(source bigint, target bigint, chosen bigint[]) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asks bigint := nullif(current_setting('behalf.org', true), '')::bigint;
  moved bigint;
begin
  if not exists (
    select from cases_case a join cases_case b on b.id = target
    where a.id = source and a.org_id = asks and b.org_id = asks
      and a.account_id is not distinct from b.account_id
      and a.counterpart_org_id is not distinct from b.counterpart_org_id
  ) then
    raise exception 'not two cases of one customer' using errcode = 'insufficient_privilege';
  end if;
  update cases_attachment set case_id = target where case_id = source and message_id = any (chosen);
  update cases_message set case_id = target where case_id = source and id = any (chosen);
  get diagnostics moved = row_count;
  return moved;
end $$;
revoke all on function cases_move_messages(bigint, bigint, bigint[]) from public;
grant execute on function cases_move_messages(bigint, bigint, bigint[]) to as_operator, as_reseller;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_bonds")]
    operations = [migrations.RunSQL(MOVE, "drop function cases_move_messages(bigint, bigint, bigint[])")]
