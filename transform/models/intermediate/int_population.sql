with points as (
    select
        country,
        year,
        [female_under18, female_18andover, male_under18, male_18andover] as here,
        leadInFrame(here, 1, here) over (
            partition by country order by year rows between current row and unbounded following
        ) as next,
        leadInFrame(year, 1, year) over (
            partition by country order by year rows between current row and unbounded following
        ) as next_year
    from {{ ref('world_population') }}
),

-- years in between are interpolated linearly
years as (
    select
        country,
        points.year + after as year,
        arrayMap(
            (a, b) -> toUInt64(round(a + (toInt64(b) - toInt64(a)) * after / greatest(next_year - points.year, 1))),
            here,
            next
        ) as parts,
        if(
            after = 0,
            'UN World Population Prospects 2024',
            concat(
                'UN World Population Prospects 2024, between ',
                toString(points.year),
                ' and ',
                toString(next_year)
            )
        ) as source
    from points
    array join range(greatest(toUInt32(next_year - points.year), 1)) as after
),

united_nations as (
    select
        country,
        toUInt16(year) as year,
        cell.1 as sex,
        cell.2 as age_group,
        cell.3 as population,
        source
    from years
    array join [
        ('Total', 'Total', arraySum(parts)),
        ('Total', 'Under18', parts[1] + parts[3]),
        ('Total', '18AndOver', parts[2] + parts[4]),
        ('Female', 'Total', parts[1] + parts[2]),
        ('Female', 'Under18', parts[1]),
        ('Female', '18AndOver', parts[2]),
        ('Male', 'Total', parts[3] + parts[4]),
        ('Male', 'Under18', parts[3]),
        ('Male', '18AndOver', parts[4])
    ] as cell
),

operators as (
    select
        toString(country) as country,
        year,
        toString(sex) as sex,
        toString(age_group) as age_group,
        population,
        toString(source) as source
    from {{ ref('population') }}
),

final as (
    select * from operators

    union all

    -- a country and year with any figure of the operator uses only the operator's figures: parts of one total need one source
    select *
    from united_nations
    where (country, year) not in (select country, year from operators)
)

select * from final
