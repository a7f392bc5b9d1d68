{#- What the mart's rows depend on beside the records: its own text, the macros in it, and the rows of its seeds. -#}
{% macro definition_of_mart() -%}
{%- set text = model.raw_code ~ measures() ~ persons('') ~ staged_routes('') ~ route_ends('') ~ latest_revision('')
    ~ with_groups('') ~ group_pair('', '') -%}
concat(
    {#- Marks of privacy are signed anew each time. #}
    '{{ local_md5(modules.re.sub('/[*].*?[*]/', '', text)) }}'
    {%- for seed in (config.get('meta') or {}).get('seeds', []) -%}
    , (select toString(groupBitXor(cityHash64(*))) from {{ target.schema }}.{{ seed }})
    {%- endfor -%}
)
{%- endmacro %}
