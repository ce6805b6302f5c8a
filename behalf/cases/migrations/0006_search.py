"""Search: one row per case, its index, and the three functions that alone go past row-level security.

Full-text match is not leakproof, so the planner uses no GIN index for it under a policy. The functions run as the
owner and apply the tenant themselves; every lexeme begins with the desk's id, so that no search even reads another's.

- ``cases_search_seen`` tells up to where a case stands in the index, ``cases_search_put`` adds to it; for the desk
  and for the customer whose case it is (its replies are indexed in its own transaction, with rights to nothing here).
- ``cases_search_find`` answers a page of ids, newest first, and a count to 1,000. What stands in every third of the
  newest 150 rows is looked for by walking on, for the index would name most of the desk. Otherwise the index is asked
  for at most 10,001 ids. As long as there are no more, they are sorted; if there are, the newest 3,000 rows are walked,
  which a word so common fills soon, and only if they do not fill a page, all ids are fetched.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Texts lie outside of the row: what is only counted and sorted then reads few pages.
STORAGE = """
alter table cases_searchrow set (toast_tuple_target = 128, fillfactor = 90);
"""

SEEN = """
create function cases_search_seen(wanted bigint)
  returns table (message_id bigint, attachment_id bigint, head text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.message_id, s.attachment_id, s.head from cases_searchrow s join cases_case c on c.id = s.case_id
  where s.case_id = wanted
    and nullif(current_setting('behalf.org', true), '')::bigint in (c.org_id, c.customer_id)
$$;
"""

PUT = """
create function cases_search_put(
  wanted bigint, head_words text[], head_text text, said_words text[], said_text text, inside_words text[],
  inside_text text, newest_message bigint, newest_attachment bigint
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asks bigint := nullif(current_setting('behalf.org', true), '')::bigint;
  desk bigint;
  opened timestamptz;
  fresh text[];
  kept text[];
begin
  select c.org_id, c.opened_at into desk, opened from cases_case c
    where c.id = wanted and asks in (c.org_id, c.customer_id);
  if desk is null then
    raise exception 'not a case of yours' using errcode = 'insufficient_privilege';
  end if;
  -- Its first character says what a word is: ~ of the head, # a filter, : said, ! said behind the conversation.
  select coalesce(array_agg(desk || word), '{}') into fresh from (
    select unnest(head_words) union select ':' || w from unnest(said_words) w
    union select '!' || w from unnest(inside_words) w
  ) made(word);
  select coalesce(array_agg(word), '{}') into kept from cases_searchrow s, unnest(tsvector_to_array(s.words)) word
    where s.case_id = wanted and substr(word, length(desk::text) + 1, 1) in (':', '!');
  if octet_length(array_to_string(kept, '')) + octet_length(array_to_string(fresh, '')) > 900000 then
    fresh := array(select word from unnest(fresh) word
                   where substr(word, length(desk::text) + 1, 1) in ('~', '#') limit 2000);
  end if;
  insert into cases_searchrow as s (case_id, org_id, at, head, said, inside, words, message_id, attachment_id)
    values (wanted, desk, opened, head_text, said_text, inside_text, array_to_tsvector(fresh), newest_message,
            newest_attachment)
    on conflict (case_id) do update set
      head = excluded.head, said = left(s.said || excluded.said, 2000000),
      inside = left(s.inside || excluded.inside, 2000000), words = array_to_tsvector(kept || fresh),
      message_id = greatest(s.message_id, excluded.message_id),
      attachment_id = greatest(s.attachment_id, excluded.attachment_id);
end $$;
"""

# Ids from the index, in no order; the planner may not walk by time here.
PROBE = """
create function cases_search_probe(q tsquery, desk bigint, since timestamptz, until timestamptz, most bigint)
  returns table (at timestamptz, id bigint) language sql stable set search_path = public, pg_temp
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
  select s.at, s.case_id from cases_searchrow s
  where s.words @@ q and s.org_id + 0 = desk and (since is null or s.at + interval '0' >= since)
    and (until is null or s.at + interval '0' < until)
  limit most
$$;
"""

# The newest rows, looked at one by one; the planner may not use the words' index here.
WALK = """
create function cases_search_walk(
  q tsquery, desk bigint, since timestamptz, until timestamptz, from_at timestamptz, from_id bigint, rows bigint,
  most bigint
) returns table (at timestamptz, id bigint) language sql stable set search_path = public, pg_temp
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
  select newest.at, newest.case_id from (
    select s.at, s.case_id, s.words from cases_searchrow s
    where s.org_id = desk and s.at >= coalesce(since, '-infinity') and s.at < coalesce(until, 'infinity')
      and (s.at, s.case_id) < (coalesce(from_at, 'infinity'), coalesce(from_id, 9223372036854775807))
    order by s.at desc, s.case_id desc limit rows
  ) newest where newest.words @@ q limit most
$$;
"""

FIND = """
create function cases_search_find(
  clauses text[], runs text[], near text, background boolean, since timestamptz, until timestamptz,
  from_rank int, from_at timestamptz, from_id bigint, most int
) returns table (id bigint, at timestamptz, rank int, total int, exact boolean)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  desk bigint := nullif(current_setting('behalf.org', true), '')::bigint;
  q tsquery;
  ids bigint[];
  ats timestamptz[];
  ranks int[];
  found int;
  whole boolean := true;
  looks boolean := cardinality(runs) > 0;
  counted int;
begin
  if desk is null or cardinality(clauses) = 0 then
    return;
  end if;
  select string_agg('(' || alternatives || ')', '&')::tsquery into q from unnest(clauses) clause, lateral (
    select string_agg(
      '''' || replace(replace(desk || rtrim(word, '*'), '\\', '\\\\'), '''', '''''') || ''''
      || case when right(word, 1) = '*' then ':*' else '' end, '|') as alternatives
    from unnest(string_to_array(clause, ' ')) word) made;
  if coalesce(from_rank, -1) < 0 then
    select array_agg(w.id), array_agg(w.at), count(*) into ids, ats, found
      from cases_search_walk(q, desk, since, until, from_at, from_id, 150, 150) w;
    if found >= 50 and from_at is null then
      select array_agg(w.id), array_agg(w.at), count(*) into ids, ats, found
        from cases_search_walk(q, desk, since, until, null, null, 3000, 1500) w;
    end if;
    whole := not (found > 1000 or from_at is not null and found >= greatest(50, most));
  end if;
  if whole then
    select array_agg(p.id order by p.at desc, p.id desc), array_agg(p.at order by p.at desc, p.id desc), count(*)
      into ids, ats, found from cases_search_probe(q, desk, since, until, 10001) p;
    if found > 10000 then
      whole := false;
      select array_agg(w.id), array_agg(w.at) into ids, ats from cases_search_walk(
        q, desk, since, until, from_at, from_id, 3000, case when looks then 1500 else most end) w;
      if coalesce(cardinality(ids), 0) < most then
        whole := true;
        select array_agg(p.id order by p.at desc, p.id desc), array_agg(p.at order by p.at desc, p.id desc)
          into ids, ats from cases_search_probe(q, desk, since, until, null) p;
      end if;
    end if;
  end if;
  counted := found;
  if looks then
    loop
      select array_agg(kept.id), array_agg(kept.at), count(*) into ids, ats, counted from (
        select c.id, c.at from unnest(ids, ats) c(id, at), lateral (
          select s.head || s.said || case when background then s.inside else '' end as text
          from cases_searchrow s where s.case_id = c.id offset 0) t
        where (from_at is null or from_rank >= 0 or (c.at, c.id) < (from_at, from_id))
          and not exists (select from unnest(runs) run where strpos(t.text, run) = 0)
        limit 1001) kept;
      exit when whole or counted > 1000 or coalesce(cardinality(ids), 0) >= most;
      whole := true;
      select array_agg(p.id order by p.at desc, p.id desc), array_agg(p.at order by p.at desc, p.id desc)
        into ids, ats from cases_search_probe(q, desk, since, until, null) p
        where from_at is null or (p.at, p.id) < (from_at, from_id);
    end loop;
  end if;
  if near <> '' and whole and counted <= 1000 then
    select array_agg(c.id), array_agg(c.at), array_agg(c.rank) into ids, ats, ranks from (
      select c.id, c.at, (strpos(t.text, near) > 0)::int as rank from unnest(ids, ats) c(id, at), lateral (
        select s.head || s.said || case when background then s.inside else '' end as text
        from cases_searchrow s where s.case_id = c.id offset 0) t) c;
  end if;
  return query
    select c.id, c.at, coalesce(c.rank, -1), least(counted, 1001), whole and counted <= 1000
    from unnest(ids, ats, ranks) c(id, at, rank)
    where from_at is null or (coalesce(c.rank, -1), c.at, c.id) < (from_rank, from_at, from_id)
    order by coalesce(c.rank, -1) desc, c.at desc, c.id desc limit most;
end $$;
"""

RIGHTS = """
revoke all on function cases_search_seen(bigint) from public;
revoke all on function
  cases_search_put(bigint, text[], text, text[], text, text[], text, bigint, bigint) from public;
revoke all on function cases_search_probe(tsquery, bigint, timestamptz, timestamptz, bigint) from public;
revoke all on function
  cases_search_walk(tsquery, bigint, timestamptz, timestamptz, timestamptz, bigint, bigint, bigint) from public;
revoke all on function cases_search_find(
  text[], text[], text, boolean, timestamptz, timestamptz, int, timestamptz, bigint, int) from public;
grant execute on function cases_search_seen(bigint) to as_operator, as_reseller, as_customer;
grant execute on function
  cases_search_put(bigint, text[], text, text[], text, text[], text, bigint, bigint)
  to as_operator, as_reseller, as_customer;
grant execute on function cases_search_find(
  text[], text[], text, boolean, timestamptz, timestamptz, int, timestamptz, bigint, int)
  to as_operator, as_reseller;
"""

NONE = """
drop function cases_search_find(
  text[], text[], text, boolean, timestamptz, timestamptz, int, timestamptz, bigint, int);
drop function cases_search_walk(tsquery, bigint, timestamptz, timestamptz, timestamptz, bigint, bigint, bigint);
drop function cases_search_probe(tsquery, bigint, timestamptz, timestamptz, bigint);
drop function cases_search_put(bigint, text[], text, text[], text, text[], text, bigint, bigint);
drop function cases_search_seen(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_evidence"),
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("at", models.DateTimeField(help_text="when the case was opened, which never changes")),
                ("head", models.TextField(help_text="number, subject, people, filters; made anew with every step")),
                ("said", models.TextField(help_text="what was said; only ever added to")),
                ("inside", models.TextField(help_text="what is said behind the conversation")),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("message_id", models.BigIntegerField(default=0, help_text="the newest message in here")),
                ("attachment_id", models.BigIntegerField(default=0, help_text="the newest file in here")),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], name="cases_search_words", fastupdate=False
                    ),
                    models.Index(fields=["org", "-at", "-case"], name="cases_search_newest"),
                ],
            },
        ),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(SEEN + PUT + PROBE + WALK + FIND + RIGHTS, NONE),
    ]
