{{ config(order_by=['offence_article', 'country', 'stage']) }}

with stages as (
    select
        partner_id,
        person,
        is_invented,
        offence_article,
        ifNull(country, 'NotKnown') as country,
        intDiv(reached_earliest, 12) as year,
        stage
    from {{ ref('int_case_stages') }}
),

final as (
    select
        partner_id,
        offence_article,
        country,
        year,
        stage,
        {{ persons() }} as victims,
        max(is_invented) as invented
    from stages
    group by partner_id, offence_article, country, year, stage
)

select * from final
