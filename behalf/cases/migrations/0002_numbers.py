"""Case numbers: one running number per desk, given under a lock by a function that no tenant's rights limit.

A customer has no right to its reseller's counter, yet opens cases there; the function asks whether it is a customer.
"""

from django.db import migrations

GIVE = """
create function cases_next_number(desk bigint) returns text language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  asks bigint := nullif(current_setting('behalf.org', true), '')::bigint;
  letters text;
  given bigint;
begin
  if desk is distinct from asks
     and not exists (select from customers_account where reseller_id = desk and customer_id = asks) then
    raise exception 'not a desk of yours' using errcode = 'insufficient_privilege';
  end if;
  select prefix into letters from identity_organization where id = desk;
  insert into cases_counter as counter (org_id, last) values (desk, 10001)
    on conflict (org_id) do update set last = counter.last + 1 returning last into given;
  return letters || '-' || given;
end $$;
revoke all on function cases_next_number(bigint) from public;
grant execute on function cases_next_number(bigint) to as_operator, as_reseller, as_customer;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(GIVE, "drop function cases_next_number(bigint)")]
