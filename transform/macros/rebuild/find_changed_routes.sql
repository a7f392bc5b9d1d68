{#-
    Runs before a partial build of `int_routes_by_month`: puts into `route_changes` each record whose newest revision differs from
    that table. Compares the records with rows stored since, and those of buckets whose older rows changed, unless only copies of
    rows disappeared. Reads narrow columns only.
-#}
{% macro find_changed_routes() -%}
{%- set until = known_until(ref('route_buckets')) -%}
{%- if not rebuilds_routes() -%}
insert into {{ ref('route_changes') }}
with latest as (
    select *
    from (
        select
            partner_id,
            record_id,
            revision,
            person,
            key_version,
            content_hash,
            loaded_at,
            toUInt8(partner_id in (select partner_id from {{ ref('stg_partners') }} where is_demonstration)) as is_invented
        from {{ source('corridor_raw', 'route_record') }}
        where {{ may_have_changed(until) }}
    )
    -- of equal rows, the first one stored
    order by partner_id desc, record_id desc, revision desc, key_version desc, content_hash desc, loaded_at
    limit 1 by partner_id, record_id
),

both as (
    select
        partner_id,
        record_id,
        revision,
        key_version,
        content_hash,
        toUInt8(loaded_at > {{ until }}) as is_new,
        toUInt8(1) as is_there,
        toUInt32(0) as known_month,
        {{ route_row_hash() }} as row_hash
    from latest
    where {{ not_withdrawn() }}

    union all

    select
        partner_id,
        record_id,
        toUInt32(0) as revision,
        toUInt16(0) as key_version,
        toUInt64(0) as content_hash,
        toUInt8(0) as is_new,
        toUInt8(0) as is_there,
        arrival_month as known_month,
        row_hash
    from {{ this }}
    where notEmpty(leg_roles) and ({{ may_have_changed(until) }})
)

select
    partner_id,
    record_id,
    max(revision) as revision,
    max(key_version) as key_version,
    max(content_hash) as content_hash,
    max(is_new) as is_late,
    max(is_there) as is_found,
    groupUniqArrayIf(known_month, not is_there) as known_months
from both
group by partner_id, record_id
having count() != 2 or sum(is_there) != 1 or min(row_hash) != max(row_hash)
-- if all buckets changed, all records are compared
settings max_bytes_before_external_group_by = 500000000, max_bytes_before_external_sort = 500000000
{%- endif -%}
{%- endmacro %}

{#- Condition for rows with `partner_id` and `record_id`. -#}
{% macro may_have_changed(until) -%}
{{ has_new_rows(until) }}
        or {{ bucket_key(dealt('record_id')) }} in {{ differing_buckets(until) }}
{%- endmacro %}

{#-
    Condition: some row of the record was stored since. The partner is not compared: if two partners drew the same number, one
    more record is compared, and one column is cheaper to search than two.
-#}
{% macro has_new_rows(until) -%}
record_id in (select record_id from {{ source('corridor_raw', 'route_record') }} where loaded_at > {{ until }})
{%- endmacro %}

{#- One number for a bucket. Two buckets with the same number would be compared together. -#}
{% macro bucket_key(bucket) -%}
cityHash64(partner_id, {{ bucket }})
{%- endmacro %}

{#-
    Buckets that changed and whose newest revisions differ from `int_routes_by_month`, without records that have new rows. If the
    store only merged repeated rows, the newest revisions are the same and no record is compared.
-#}
{% macro differing_buckets(until) -%}
(
    select {{ bucket_key('bucket') }}
    from (
        select
            partner_id,
            bucket,
            {{ fingerprint_where('is_there') }} as now,
            {{ fingerprint_where('not is_there') }} as known
        from (
            {{ rows_of_changed_buckets(until) }}
        )
        group by partner_id, bucket
    )
    where now != known
)
{%- endmacro %}

{% macro fingerprint_where(condition) -%}
{%- set of_rows = '(row_hash, ' ~ condition ~ ')' -%}
{{ fingerprinted('cityHash64(groupBitXorIf' ~ of_rows ~ ', sumIf' ~ of_rows ~ ', countIf(' ~ condition ~ '))') }}
{%- endmacro %}

{#- Records without new rows: their current rows, and their rows in `int_routes_by_month`. -#}
{% macro rows_of_changed_buckets(until) -%}
select
                partner_id,
                {{ dealt('record_id') }} as bucket,
                {{ route_row_hash() }} as row_hash,
                toUInt8(1) as is_there
            from (
                select
                    *,
                    toUInt8(partner_id in (select partner_id from {{ ref('stg_partners') }} where is_demonstration)) as is_invented
                from (
                    select partner_id, record_id, revision, person, key_version, content_hash
                    from {{ source('corridor_raw', 'route_record') }}
                    where {{ bucket_key(dealt('record_id')) }} in {{ changed_buckets() }}
                    order by partner_id desc, record_id desc, revision desc, key_version desc, content_hash desc
                    limit 1 by partner_id, record_id
                )
            )
            where {{ not_withdrawn() }} and not ({{ has_new_rows(until) }})

            union all

            select partner_id, {{ dealt('record_id') }} as bucket, row_hash, toUInt8(0) as is_there
            from {{ this }}
            where notEmpty(leg_roles)
                and {{ bucket_key(dealt('record_id')) }} in {{ changed_buckets() }}
                and not ({{ has_new_rows(until) }})
{%- endmacro %}
