"""The journal only grows, and each new entry waits for its seal."""

from django.db import migrations

APPEND_ONLY = """
create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function audit_refuse();
create trigger audit_seal_append_only before update or delete or truncate on audit_seal
  for each statement execute function audit_refuse();
"""

QUEUE = """
create function audit_wait() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_pending (entry_id, org_id, digest, added_at, xid)
  values (new.id, new.org_id, new.digest, now(), pg_current_xact_id()::text::bigint);
  return null;
end $$;
create trigger audit_entry_waits after insert on audit_entry for each row execute function audit_wait();
create function audit_oldest_pending() returns timestamptz language sql stable security definer
  set search_path = public, pg_temp as 'select min(added_at) from audit_pending';
"""

UNDO = """
drop function audit_oldest_pending();
drop trigger audit_entry_waits on audit_entry;
drop trigger audit_entry_append_only on audit_entry;
drop trigger audit_seal_append_only on audit_seal;
drop function audit_wait();
drop function audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY + QUEUE, UNDO)]
