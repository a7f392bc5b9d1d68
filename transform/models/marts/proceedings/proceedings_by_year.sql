{{ config(order_by=['offence_article', 'country', 'year', 'stage_number']) }}

with stages as (
    select
        *,
        intDiv(reached_earliest, 12) as year
    from {{ ref('int_case_stages') }}
),

final as (
    select
        offence_article,
        country,
        year,
        stage_number,
        stage,
        {{ counted("count()") }} as cases,
        {{ persons() }} as persons,
        {{ partners() }} as partners,
        max(is_invented) as invented
    from stages
    group by offence_article, country, year, stage_number, stage
)

select * from final
