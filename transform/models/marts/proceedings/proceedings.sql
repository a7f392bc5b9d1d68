{{ config(order_by=['offence_article', 'country', 'year', 'stage_number']) }}

with progress as (
    select * from {{ ref('int_case_progress') }}
),

counted as (
    select
        offence_article,
        country,
        year,
        stage_number,
        stage,
        {{ counted("count()") }} as cases,
        {{ partners() }} as partners,
        max(is_invented) as invented,
        {{ counted("countIf(is_reached)") }} as reached,
        {{ counted("countIf(is_passed)") }} as passed,
        {{ counted("countIf(is_passed and not is_reached)") }} as gaps,
        {{ counted("countIf(is_reached and not has_previous and stage_number > 1)") }} as without_previous,
        {{ counted("countIf(is_out_of_order)") }} as out_of_order,
        {{ counted("countIf(is_reached and has_two_ends)") }} as with_two_ends,
        {{ months_summary('months', 'months', 'months >= 0') }},
        {{ counted("countIf(has_previous and not is_dated)") }} as months_not_known,
        {{ counted("countIf(months < 0)") }} as months_backwards
    from progress
    group by offence_article, country, year, stage_number, stage
),

final as (
    select
        offence_article,
        country,
        year,
        stage_number,
        toLowCardinality(stage) as stage,
        cases,
        reached,
        passed,
        -- the denominator of the conversion: all cases for the first stage and for closed cases
        if(
            stage_number in (1, 5),
            cases,
            any(passed) over (
                partition by offence_article, country, year order by stage_number rows between 1 preceding and 1 preceding
            )
        ) as base,
        if(base > 0, toNullable(passed / base), null) as conversion,
        gaps,
        without_previous,
        out_of_order,
        with_two_ends,
        months_n,
        months_q1,
        months_median,
        months_q3,
        months_not_known,
        months_backwards,
        partners,
        invented
    from counted
)

select * from final
