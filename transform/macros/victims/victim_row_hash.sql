{#-
    One number for a victim record, another one when anything changes that its row in `int_victims_by_year` rests on, the text of
    the macros that make it among that.
-#}
{% macro victim_row_hash() -%}
{{ route_row_hash() }} + cityHash64('{{ local_md5(modules.re.sub('/[*].*?[*]/', '', staged_victims('') ~ victims_of('') ~ latest_revision(''))) }}')
{%- endmacro %}

{#- A fingerprint of rows that have a `row_hash`, and how many they are. -#}
{% macro fingerprint_and_records() -%}
{{ fingerprinted("cityHash64(groupBitXor(row_hash), sum(row_hash), count())") }} as fingerprint,
    {{ counted("count()") }} as records
{%- endmacro %}
