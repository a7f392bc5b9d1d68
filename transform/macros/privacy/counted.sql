{#-
    A count over persons, or a sum of such counts: it says how many and never who. The keys of its GROUP BY become
    dimensions, since each row then stands for a group whose size it says; whether a group is large enough to be
    published is decided where releases are made.
-#}
{% macro counted(expression) -%}
/* privacy: counted */ {{ expression }}
{%- endmacro %}
