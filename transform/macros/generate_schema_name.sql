{#- A model's schema is a ClickHouse database of that name, not a suffix of the target's schema. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema if custom_schema_name is none else custom_schema_name | trim }}
{%- endmacro %}
