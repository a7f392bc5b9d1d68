{{ config(order_by=['partner_id', 'record_kind']) }}

with coverage as (
    select * from {{ ref('coverage') }}
),

final as (
    select
        partner_id,
        record_kind,
        year,
        countIf(state = 'reported' and month is not null) as months_reported,
        countIf(state = 'zero') as months_zero,
        countIf(state = 'not_reported') as months_not_reported,
        countIf(state = 'not_known') as months_not_known,
        countIf(state = 'not_collected') as months_not_collected,
        sum(ifNull(coverage.records, 0)) as records,
        sumIf(ifNull(coverage.records, 0), month is null) as records_without_month,
        -- reported at all: the criterion for a panel of years
        records > 0 as is_reporting,
        max(invented) as invented
    from coverage
    group by partner_id, record_kind, year
)

select * from final
