with source as (
    select * from {{ source('corridor_raw', 'federated_count') }}
)

select
    count as count_id,
    origin,
    destination,
    year,
    persons,
    partners,
    opened_at
from source
