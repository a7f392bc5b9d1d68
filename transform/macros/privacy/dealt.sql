{#-
    One of 256 parts into which records are dealt by chance and for ever, by a hash of a random number of each: which part it
    is says nothing of a record.
-#}
{% macro dealt(column) -%}
/* privacy: dealt */ toUInt8(cityHash64({{ column }}))
{%- endmacro %}
