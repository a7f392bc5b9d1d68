{#-
    A statistic of values of persons (a mean, a median), protected: NULL where fewer than `least` are counted by
    `persons`, which has to be a count.
-#}
{% macro summarised(expression, persons, least) -%}
/* privacy: summarised */ if({{ persons }} >= {{ least }}, {{ expression }}, null)
{%- endmacro %}
