{#-
    One row per record: the highest revision, and of repeated rows of one revision the one with the newest key and the
    highest hash, so that the choice depends neither on the order of loading nor on merges. The order is the table's
    own read backwards: nothing is sorted in memory but ties.
-#}
{% macro latest_revision(relation) -%}
    select *
    from {{ relation }}
    order by partner_id desc, record_id desc, revision desc, key_version desc, content_hash desc
    limit 1 by partner_id, record_id
{%- endmacro %}
