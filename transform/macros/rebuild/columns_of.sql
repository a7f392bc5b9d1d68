{#- Names of the columns of a table in the store. -#}
{% macro columns_of(relation) -%}
{{ adapter.get_columns_in_relation(relation) | map(attribute='name') | join(', ') }}
{%- endmacro %}
