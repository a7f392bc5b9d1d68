{{ config(order_by=['partner_id', 'record_kind']) }}

with reported as (
    select * from {{ ref('int_reported_months') }}
),

invented as (
    select partner_id from {{ ref('stg_partners') }} where is_demonstration
),

-- from the first to the last month with any record of the partner
spans as (
    select
        partner_id,
        min(year * 12 + month - 1) as first_month,
        max(year * 12 + month - 1) as last_month,
        groupUniqArray(year * 12 + month - 1) as months
    from reported
    where month is not null
    group by partner_id
),

kinds as (
    select
        partner_id,
        record_kind,
        minIf(year * 12 + month - 1, month is not null) as first_month,
        maxIf(year * 12 + month - 1, month is not null) as last_month,
        groupUniqArrayIf(year * 12 + month - 1, month is not null) as months,
        -- years with a record without a month: it can belong to any month
        groupUniqArrayIf(year, year is not null and month is null) as undated_years,
        countIf(year is null) > 0 as has_undated
    from reported
    group by partner_id, record_kind
),

silent as (
    select
        spans.partner_id as partner_id,
        record_kind,
        intDiv(silent_month, 12) as year,
        silent_month % 12 + 1 as month,
        multiIf(
            kinds.partner_id = '', 'not_collected',
            kinds.has_undated or has(kinds.undated_years, year), 'not_known',
            has(spans.months, silent_month)
                and silent_month > kinds.first_month
                and silent_month < kinds.last_month, 'zero',
            'not_reported'
        ) as state
    from (
        select
            *,
            arrayJoin(['victim', 'route', 'assistance', 'proceeding']) as record_kind,
            arrayJoin(range(assumeNotNull(first_month), assumeNotNull(last_month) + 1)) as silent_month
        from spans
    ) as spans
    left join kinds using (partner_id, record_kind)
    where not has(kinds.months, silent_month)
),

all_months as (
    select partner_id, record_kind, year, month, 'reported' as state, toNullable(records) as records, toNullable(persons) as persons
    from reported
    union all
    select partner_id, record_kind, year, month, state, if(state = 'zero', 0, null) as records, if(state = 'zero', 0, null) as persons
    from silent
),

final as (
    select
        partner_id,
        toLowCardinality(record_kind) as record_kind,
        year,
        month,
        toLowCardinality(state) as state,
        records,
        persons,
        toUInt8(partner_id in (select partner_id from invented)) as invented
    from all_months
)

select * from final
