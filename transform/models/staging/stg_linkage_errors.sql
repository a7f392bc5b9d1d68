with source as (
    select * from {{ source('corridor_raw', 'linkage_error') }}
)

select
    round,
    rule,
    missed,
    pairs,
    false_links,
    strangers,
    dispersion
from source
