{{ config(order_by=['partner_id', 'record_id']) }}

-- Filled before `int_routes_by_month` is built, and emptied afterwards.
select
    partner_id,
    record_id,
    revision,
    key_version,
    content_hash,
    toUInt8(0) as is_new,
    toUInt8(0) as is_there,
    cast([], 'Array(UInt32)') as known_months
from {{ source('corridor_raw', 'route_record') }}
where 0
