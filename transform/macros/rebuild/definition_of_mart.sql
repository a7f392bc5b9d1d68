{#- What the mart's rows depend on in addition to the records: its own SQL, the macros in it, and the rows of its seeds. -#}
{% macro definition_of_mart() -%}
{%- if dated_by() == 'victim' -%}
{%- set views = graph.nodes.values() | selectattr('name', 'in', ['int_victims', 'int_victim_answers', 'int_risk_group_answers'])
    | map(attribute='raw_code') | sort | join -%}
{%- set text = model.raw_code ~ views ~ measures() ~ persons('') ~ each_or_none('') ~ victim_questions()
    ~ (victim_counts('', '', {'year': none}) if (config.get('meta') or {}).get('asks_who_collects') else '') -%}
{%- else -%}
{%- set text = model.raw_code ~ measures() ~ persons('') ~ staged_routes('') ~ route_ends('') ~ latest_revision('')
    ~ with_groups('') ~ group_pair('', '') -%}
{%- endif -%}
concat(
    {#- Privacy markers contain a new random word in each run. #}
    '{{ local_md5(modules.re.sub('/[*].*?[*]/', '', text)) }}'
    {%- for seed in (config.get('meta') or {}).get('seeds', []) -%}
    , (select toString(groupBitXor(cityHash64(*))) from {{ target.schema }}.{{ seed }})
    {%- endfor -%}
    {%- if (config.get('meta') or {}).get('asks_who_collects') %}
    , (select toString(groupBitXor(cityHash64(partner_id, dimension))) from {{ ref('collected_questions') }} where is_collected)
    {%- endif -%}
)
{%- endmacro %}
