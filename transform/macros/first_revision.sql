{#- The first stored revision of each record, read in the order of the raw table, as `latest_revision`. -#}
{% macro first_revision(relation) -%}
    select *
    from {{ relation }}
    order by partner_id, record_id, revision, key_version, content_hash
    limit 1 by partner_id, record_id
{%- endmacro %}
