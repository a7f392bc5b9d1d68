{#- One row for each distinct item of a list of texts, and one row with NULL for an empty list. -#}
{% macro each_or_none(list) -%}
    nullIf(arrayJoin(if(empty({{ list }}), [''], arrayDistinct({{ list }}))), '')
{%- endmacro %}
