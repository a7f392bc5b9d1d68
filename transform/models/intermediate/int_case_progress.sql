with stages as (
    select * from {{ ref('int_case_stages') }}
),

cases as (
    select
        partner_id,
        person,
        country,
        offence_article,
        is_invented,
        groupArray(stage_number) as numbers,
        groupArray(reached_earliest) as earliest,
        groupArray(reached_latest) as latest,
        -- a case belongs to the year of its first known stage
        intDiv(arrayMin(earliest), 12) as year
    from stages
    group by partner_id, person, country, offence_article, is_invented
),

steps as (
    select
        *,
        step,
        -- closing without conviction is the alternative to a conviction: both follow the prosecution
        arrayFilter(number -> number < if(step = 5, 4, step), numbers) as before,
        if(step = 5, arrayMax(arrayPushFront(before, 0)), toUInt8(step - 1)) as previous,
        indexOf(numbers, step) as here,
        indexOf(numbers, previous) as there
    from cases
    array join [1, 2, 3, 4, 5] as step
),

final as (
    select
        partner_id,
        person,
        country,
        offence_article,
        year,
        step as stage_number,
        {{ stages() }}[step] as stage,
        here > 0 as is_reached,
        here > 0 or (step < 5 and arrayExists(number -> number > step and number < 5, numbers)) as is_passed,
        is_reached and there > 0 as has_previous,
        -- both months are known
        has_previous and earliest[here] = latest[here] and earliest[there] = latest[there] as is_dated,
        if(is_dated, toInt32(earliest[here]) - toInt32(earliest[there]), null) as months,
        is_reached and arrayExists(
            number -> latest[here] < earliest[indexOf(numbers, number)],
            before
        ) as is_out_of_order,
        has(numbers, 4) and has(numbers, 5) as has_two_ends,
        is_invented
    from steps
)

select * from final
