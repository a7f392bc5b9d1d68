{#-
    Distinct persons of the rows that meet a condition: a pseudonym is a person at one partner, so a person whom two
    partners know counts twice. Beside `measures` the only way in which a mart counts persons.
-#}
{% macro persons(condition='true') -%}
{{ counted('uniqExactIf(' ~ person_key() ~ ', ' ~ condition ~ ')') }}
{%- endmacro %}
