{#-
    Fingerprints of the raw rows of each bucket, over narrow columns: of all rows, and of those stored until `until`. A
    fingerprint changes if a row is added, removed or gets another key, if its person withdraws, and if its partner is found to be
    a demonstration partner. 0 means no rows.
-#}
{% macro route_bucket_scan(until) -%}
(
    select
        * except (hash_before),
        if(new_records = records, 0, hash_before) as fingerprint_before
    from (
        select
            partner_id,
            bucket,
            {{ fingerprinted("cityHash64(groupBitXor(row_hash), sum(row_hash), count())") }} as fingerprint,
            {{ fingerprinted(
                "cityHash64(groupBitXorIf(row_hash, was_there), sumIf(row_hash, was_there), countIf(was_there))"
            ) }} as hash_before,
            {{ counted("count()") }} as records,
            {{ counted("countIf(not was_there)") }} as new_records,
            min(key_version) as oldest_key,
            max(is_invented) as invented,
            max(loaded_at) as loaded_until
        from (
            select
                partner_id,
                {{ dealt('record_id') }} as bucket,
                key_version,
                loaded_at,
                loaded_at <= {{ until }} as was_there,
                toUInt8(partner_id in (
                    select partner_id from {{ ref('stg_partners') }} where is_demonstration
                )) as is_invented,
                {{ route_row_hash() }} + ({{ not_withdrawn() }}) as row_hash
            from {{ source('corridor_raw', 'route_record') }}
        )
        group by partner_id, bucket
    )
)
{%- endmacro %}
