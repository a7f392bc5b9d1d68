-- Counted independently from staging.
with expected as (
    select uniqExact(partner_id, person, country, offence_article) as cases from {{ ref('stg_proceedings') }}
),

actual as (
    select stage, sum(cases) as cases from {{ ref('proceedings') }} group by stage
)

select stage, expected.cases, actual.cases
from actual
cross join expected
where actual.cases != expected.cases
union all
select stage, 0 as expected, count() as copies
from {{ ref('proceedings') }}
group by stage
having copies != (select count() from {{ ref('proceedings') }}) / 5
