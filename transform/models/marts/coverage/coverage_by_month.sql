{{ config(order_by=['record_kind']) }}

with coverage as (
    select * from {{ ref('coverage') }}
),

final as (
    select
        record_kind,
        year,
        month,
        uniqExactIf(partner_id, state = 'reported') as partners_reported,
        uniqExactIf(partner_id, state = 'zero') as partners_zero,
        uniqExactIf(partner_id, state = 'not_reported') as partners_not_reported,
        uniqExactIf(partner_id, state = 'not_known') as partners_not_known,
        uniqExactIf(partner_id, state = 'not_collected') as partners_not_collected,
        sum(ifNull(coverage.records, 0)) as records,
        sum(ifNull(coverage.persons, 0)) as persons,
        max(invented) as invented
    from coverage
    group by record_kind, year, month
)

select * from final
