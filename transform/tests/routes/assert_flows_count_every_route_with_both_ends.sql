-- Counted independently from the legs: the records of flows are the routes with an origin and a destination.
with expected as (
    select sum(with_both_ends) as records
    from {{ ref('route_months') }}
    where dated_by = 'arrival'
),

actual as (
    select sum(records) as records from {{ ref('flows') }}
)

select expected.records, actual.records
from expected
cross join actual
where expected.records != actual.records
