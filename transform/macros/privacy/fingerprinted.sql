{#-
    A hash over rows of persons that only shows whether the rows are the same as before. It must include values that cannot be
    guessed (a pseudonym made with a secret key, the record's random number), so that even the hash of one row discloses nothing.
-#}
{% macro fingerprinted(expression) -%}
/* privacy: fingerprinted */ {{ expression }}
{%- endmacro %}
