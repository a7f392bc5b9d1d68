{#-
    The measures of every mart of flows, over rows with partner_id, person, record_id and is_invented: distinct persons, distinct
    records, contributing partners, and whether any record is invented. Set `once` if no record has two rows in a group: records
    are then counted without a set, which saves memory.
-#}
{% macro measures(once=false) -%}
{{ counted('uniqExact(' ~ person_key() ~ ')') }} as victims,
        {{ counted('count()' if once else 'uniqExact(partner_id, record_id)') }} as records,
        {{ counted('uniqExact(partner_id)') }} as partners,
        max(is_invented) as invented
{%- endmacro %}
