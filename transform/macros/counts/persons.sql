{#-
    Distinct persons in the rows that meet a condition. A pseudonym is a person at one partner, so a person known to two partners
    counts twice. Marts count persons only with this macro and with `measures`.
-#}
{% macro persons(condition='true') -%}
{{ counted('uniqExactIf(' ~ person_key() ~ ', ' ~ condition ~ ')') }}
{%- endmacro %}
