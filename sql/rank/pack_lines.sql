create or replace function statewave_private.pack_lines(
  p_parts int[], p_seqs int[], p_tokens int[], p_headings int[], p_quoted int[], p_part_tokens int[], p_heading_tokens int[],
  p_max_tokens int, p_smallest int,
  out fates text[], out costs int[], out lefts int[])
returns record
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_left     int := p_max_tokens;
  v_packed   bigint[] := '{}';
  v_headings bigint[] := '{}';
  v_opened   int[] := '{}';
  v_place    int := 0;
  v_part     bigint;
  v_heading  bigint;
  v_cost     int;
begin
  foreach v_cost in array coalesce(p_tokens, '{}') loop
    exit when v_left < p_smallest;
    v_place := v_place + 1;
    v_part := p_parts[v_place]::bigint << 32; -- numbers are a subject's own: with the part they are the bundle's
    v_heading := v_part + p_headings[v_place];
    if v_cost <= v_left and v_heading <> all (v_headings) then
      v_cost := v_cost + p_heading_tokens[least(p_headings[v_place], 0) + 6]
                + case when p_parts[v_place] = any (v_opened) then 0 else p_part_tokens[p_parts[v_place]] end;
    end if;
    lefts[v_place] := v_left;
    costs[v_place] := v_cost;
    if v_part + p_quoted[v_place] = any (v_packed) then
      fates[v_place] := 'quoted';
    elsif v_cost > v_left then
      fates[v_place] := 'too long';
    else
      fates[v_place] := 'packed';
      v_left := v_left - v_cost;
      v_packed := v_packed || v_part + p_seqs[v_place];
      if v_heading <> all (v_headings) then
        v_headings := v_headings || v_heading;
      end if;
      if p_parts[v_place] <> all (v_opened) then
        v_opened := v_opened || p_parts[v_place];
      end if;
    end if;
  end loop;
end
$$;

comment on function statewave_private.pack_lines(int[], int[], int[], int[], int[], int[], int[], int, int) is
  'Packs ranked lines greedily into p_max_tokens: each that still fits is taken, with the tokens of its heading, and of its part''s, when it is the first under it; one that does not is skipped. Of each line: its part (a subject), its memory''s number, its tokens, its heading (a day from 0 up, a kind below 0) and the passage that quotes it; p_part_tokens: of each part''s heading; p_heading_tokens: of each kind''s from -5 up, the last of a day''s. Gives of each line tried its fate (packed, too long, quoted by a packed passage), its cost with its headings where those are the first, and what was left before it. Lines end in a line end and do not begin with white space, so their cl100k_base counts add up exactly. It ends when less than p_smallest is left.';

revoke all on function statewave_private.pack_lines(int[], int[], int[], int[], int[], int[], int[], int, int) from public;
