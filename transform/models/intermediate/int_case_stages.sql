with proceedings as (
    select
        *,
        -- the earliest and the latest possible month
        reached_year * 12 + ifNull(reached_month, 1) - 1 as earliest,
        reached_year * 12 + ifNull(reached_month, 12) - 1 as latest
    from {{ ref('stg_proceedings') }}
),

invented as (
    select partner_id from {{ ref('stg_partners') }} where is_demonstration
),

-- a stage that is reported twice was reached on the earlier date
final as (
    select
        partner_id,
        person,
        country,
        offence_article,
        stage,
        toUInt8(indexOf({{ stages() }}, stage)) as stage_number,
        argMin(earliest, (latest, earliest)) as reached_earliest,
        min(latest) as reached_latest,
        toUInt8(partner_id in (select partner_id from invented)) as is_invented
    from proceedings
    group by partner_id, person, country, offence_article, stage
)

select * from final
