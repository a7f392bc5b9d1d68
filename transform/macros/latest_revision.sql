{#-
    One row per record: the highest revision, and among repeated rows of one revision the one with the newest key and the highest
    hash, so that neither the order of loading nor merges change the choice. Reads the table in reverse order, so that only ties
    are sorted in memory.
-#}
{% macro latest_revision(relation) -%}
    select *
    from {{ relation }}
    order by partner_id desc, record_id desc, revision desc, key_version desc, content_hash desc
    limit 1 by partner_id, record_id
{%- endmacro %}
