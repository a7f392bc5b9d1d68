{#- A statistic of persons' values (a mean, a median), NULL if `persons`, which must be a count, is less than `least`. -#}
{% macro summarised(expression, persons, least) -%}
/* privacy: summarised */ if({{ persons }} >= {{ least }}, {{ expression }}, null)
{%- endmacro %}
