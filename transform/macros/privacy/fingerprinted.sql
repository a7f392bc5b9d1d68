{#-
    A hash over rows of persons, of which nothing can be read but whether those rows are the same as before. It has to
    cover what nobody can guess (a pseudonym made with a secret key, a random number of the record), so that even the hash
    of a single row can be compared with nothing but that row.
-#}
{% macro fingerprinted(expression) -%}
/* privacy: fingerprinted */ {{ expression }}
{%- endmacro %}
