{#- The columns that a table in the store has, by name. -#}
{% macro columns_of(relation) -%}
{{ adapter.get_columns_in_relation(relation) | map(attribute='name') | join(', ') }}
{%- endmacro %}
