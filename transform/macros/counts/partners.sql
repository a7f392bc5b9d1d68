{#- Distinct partners that contributed. -#}
{% macro partners() -%}
{{ counted('uniqExact(partner_id)') }}
{%- endmacro %}
