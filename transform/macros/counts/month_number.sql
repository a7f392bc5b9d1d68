{#- A month counted from the year 0, so that months can be subtracted; NULL where the month is not known. -#}
{% macro month_number(date) -%}
    {{ date }}_year * 12 + {{ date }}_month - 1
{%- endmacro %}
