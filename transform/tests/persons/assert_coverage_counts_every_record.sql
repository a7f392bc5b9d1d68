with expected as (
    select
        (select count() from {{ ref('stg_victims') }})
        + (select count() from {{ ref('int_routes') }})
        + (select count() from {{ ref('stg_assistance') }})
        + (select count() from {{ ref('stg_proceedings') }}) as records
),

actual as (
    select sum(records) as records from {{ ref('coverage') }}
)

select expected.records, actual.records
from expected
cross join actual
where expected.records != actual.records
