{#-
    One number for a row of `route_record`, another one when anything changes that a mart of routes rests on. The partner is
    hashed for itself, which the store does once for each partner and not once for each row.
-#}
{% macro route_row_hash() -%}
cityHash64(record_id, revision, key_version, content_hash, person, is_invented) + cityHash64(partner_id)
{%- endmacro %}
