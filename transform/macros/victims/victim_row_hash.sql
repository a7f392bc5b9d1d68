{#-
    One number for a victim record that changes with anything that its row in `int_victims_by_year` depends on, including the text
    of the macros that derive it.
-#}
{% macro victim_row_hash() -%}
{{ route_row_hash() }} + cityHash64('{{ local_md5(modules.re.sub('/[*].*?[*]/', '', staged_victims('') ~ victims_of('') ~ latest_revision(''))) }}')
{%- endmacro %}

{#- A fingerprint of rows that have a `row_hash`, and their number. -#}
{% macro fingerprint_and_records() -%}
{{ fingerprinted("cityHash64(groupBitXor(row_hash), sum(row_hash), count())") }} as fingerprint,
    {{ counted("count()") }} as records
{%- endmacro %}
