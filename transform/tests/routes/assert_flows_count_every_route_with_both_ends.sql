-- Counted from the legs, which flows does not read: the records of flows are the routes with an origin and a destination.
with expected as (
    select count() as records
    from (
        select partner_id, record_id
        from {{ ref('int_route_legs') }}
        group by partner_id, record_id
        having countIf(role = 'Origin') > 0 and countIf(role = 'Destination') > 0
    )
),

actual as (
    select sum(records) as records from {{ ref('flows') }}
)

select expected.records, actual.records
from expected
cross join actual
where expected.records != actual.records
