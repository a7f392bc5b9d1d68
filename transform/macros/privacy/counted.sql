{#-
    Marks a count of persons, or a sum of such counts. The keys of its GROUP BY become dimensions, because each row is a group
    with its size. Whether a group is large enough to be published is decided in `release/`.
-#}
{% macro counted(expression) -%}
/* privacy: counted */ {{ expression }}
{%- endmacro %}
