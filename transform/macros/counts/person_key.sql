{#-
    A person as one 128-bit number: the pseudonym combined with the partner, because a pseudonym is only unique at one partner.
    Sets of numbers are much faster than sets of pairs.
-#}
{% macro person_key() -%}
reinterpretAsUInt128(person) + cityHash64(partner_id)
{%- endmacro %}
