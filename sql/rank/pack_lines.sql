create or replace function statewave_private.pack_lines(
  p_seqs int[], p_tokens int[], p_headings int[], p_quoted int[], p_twins int[], p_heading_tokens int[], p_max_tokens int, p_smallest int,
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
  v_packed   int[] := '{}';
  v_headings int[] := '{}';
  v_twins    int[] := '{}';
  v_place    int := 0;
  v_heading  int;
  v_cost     int;
begin
  foreach v_cost in array p_tokens loop
    exit when v_left < p_smallest;
    v_place := v_place + 1;
    v_heading := p_headings[v_place];
    if v_cost <= v_left and v_heading <> all (v_headings) then
      v_cost := v_cost + p_heading_tokens[least(v_heading, 0) + 6];
    end if;
    lefts[v_place] := v_left;
    costs[v_place] := v_cost;
    if p_twins[v_place] = any (v_twins) then
      fates[v_place] := 'repeated';
    elsif p_quoted[v_place] = any (v_packed) then
      fates[v_place] := 'quoted';
    elsif v_cost > v_left then
      fates[v_place] := 'too long';
    else
      fates[v_place] := 'packed';
      v_left := v_left - v_cost;
      v_packed := v_packed || p_seqs[v_place];
      v_headings := v_headings || v_heading;
    end if;
    if p_twins[v_place] is not null then
      v_twins := v_twins || p_twins[v_place];
    end if;
  end loop;
end
$$;

comment on function statewave_private.pack_lines(int[], int[], int[], int[], int[], int[], int, int) is
  'Packs ranked lines greedily into p_max_tokens: each that still fits is taken, with its heading''s tokens when it is the first under it; one that does not is skipped. Of each line: its memory''s number, its tokens, its heading (a day from 0 up, a kind below 0), the passage that quotes it and the number that lines of its text share; p_heading_tokens: those of each kind from -5 up, the last of a day. Gives of each line tried its fate (packed, too long, quoted by a packed passage, repeated: its text came before), its cost with its heading where that is the first, and what was left before it. Lines end in a line end and do not begin with white space, so their cl100k_base counts add up exactly. It ends when less than p_smallest is left.';

revoke all on function statewave_private.pack_lines(int[], int[], int[], int[], int[], int[], int, int) from public;
