{#- Distinct partners that contributed. -#}
{% macro partners() -%}
uniqExact(partner_id)
{%- endmacro %}
