create or replace function statewave_private.check_page(p_page int)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if p_page is null or p_page not between 1 and 1000 then
    perform statewave_private.fail('SW400', format('page is %s', coalesce(p_page::text, 'null')), 'Ask for pages of 1 to 1,000 rows.');
  end if;
end
$$;

comment on function statewave_private.check_page(int) is 'Raises SW400 unless a page has 1 to 1,000 rows.';

revoke all on function statewave_private.check_page(int) from public;
