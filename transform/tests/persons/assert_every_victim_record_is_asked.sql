-- Counted independently from staging: each victim record has each question once.
with expected as (
    select count() as records
    from {{ ref('stg_victims') }}
    where ifNull(toString(trafficking_status), '') != 'NotAVictimOfTrafficking'
),

cells as (
    select dimension, year, any(records_asked) as records
    from {{ ref('victims_by_year') }}
    group by dimension, year
),

actual as (
    select dimension, sum(records) as records from cells group by dimension
    union all
    -- fails if there is no row at all
    select 'all questions' as dimension, intDiv(sum(records), greatest(uniqExact(cells.dimension), 1)) as records from cells
    union all
    select dimension, sum(records_asked) as records from {{ ref('collected_questions') }} group by dimension
    union all
    select 'sdg_16_2_2' as dimension, sum(records) as records
    from {{ ref('sdg_16_2_2') }}
    where sex = 'Total' and age_group = 'Total' and form = 'Total'
)

select actual.dimension, expected.records, actual.records
from actual
cross join expected
where actual.records != expected.records
