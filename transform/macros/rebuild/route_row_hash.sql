{#-
    One number for a row of `route_record` that changes with anything that a mart of routes depends on. The partner is hashed
    separately, so that the store computes this hash once per partner.
-#}
{% macro route_row_hash() -%}
cityHash64(record_id, revision, key_version, content_hash, person, is_invented) + cityHash64(partner_id)
{%- endmacro %}
