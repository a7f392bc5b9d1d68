{#- A schema that a model names is a ClickHouse database of its own, not a suffix of the target's. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema if custom_schema_name is none else custom_schema_name | trim }}
{%- endmacro %}
