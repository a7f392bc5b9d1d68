{#- The age group of SDG 16.2.2 and of releases, from the column of majority. -#}
{% macro age_group(majority='majority') -%}
    multiIf({{ majority }} = 'Minor', 'Under18', {{ majority }} = 'Adult', '18AndOver', 'NotKnown')
{%- endmacro %}
