select distinct
    partner_id,
    person
from {{ source('corridor_raw', 'withdrawal') }}
