with source as (
    select * from {{ source('corridor_raw', 'partner') }}
),

latest as (
    select *
    from source
    order by updated_at desc
    limit 1 by partner_id
)

select
    partner_id,
    type as partner_type,
    name as partner_name,
    toUInt8(demonstration != 0) as is_demonstration,
    status
from latest
