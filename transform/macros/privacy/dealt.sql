{#- One of 256 buckets, assigned once by a hash of the record's random number. The bucket says nothing about the record. -#}
{% macro dealt(column) -%}
/* privacy: dealt */ toUInt8(cityHash64({{ column }}))
{%- endmacro %}
