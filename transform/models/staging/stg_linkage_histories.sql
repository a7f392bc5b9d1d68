with source as (
    select * from {{ source('corridor_raw', 'linkage_history') }}
)

select
    round,
    partner_id,
    history,
    groups,
    others,
    year,
    persons,
    at_partner,
    linked_at
from source
