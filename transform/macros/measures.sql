{#-
    The measures of every mart of flows, over rows that have partner_id, person, record_id and is_invented: distinct persons
    (a pseudonym is a person at one partner), distinct records, contributing partners, and whether any is invented. Where
    no record has two rows in a group, `once` spares the memory of telling them apart.
-#}
{% macro measures(once=false) -%}
{{ counted('uniqExact(' ~ person_key() ~ ')') }} as victims,
        {{ counted('count()' if once else 'uniqExact(partner_id, record_id)') }} as records,
        {{ counted('uniqExact(partner_id)') }} as partners,
        max(is_invented) as invented
{%- endmacro %}
