{{ config(
    order_by=['year', 'sex', 'age_group', 'form'],
    meta={'dated_by': 'victim', 'seeds': ['population', 'world_population', 'sdg_forms']},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with victims as (
    select * from {{ victims_to_count(ref('int_victims')) }}
),

forms as (
    select
        groupArray(exploitation_type) as types,
        groupArray(form) as forms
    from {{ ref('sdg_forms') }}
),

-- each victim counts under their own sex, age and forms and under the total of each
classified as (
    select
        partner_id,
        record_id,
        person,
        year,
        country,
        is_invented,
        arrayJoin(['Total', ifNull(sex, 'NotKnown')]) as sex,
        arrayJoin(['Total', {{ age_group() }}]) as age_group,
        arrayJoin(arrayPushFront(
            if(
                empty(exploitation_types),
                ['NotKnown'],
                arrayDistinct(arrayMap(type -> forms.forms[indexOf(forms.types, type)], exploitation_types))
            ),
            'Total'
        )) as form
    from victims
    cross join forms
),

counted as (
    select
        ifNull(country, '') as country,
        year,
        sex,
        age_group,
        form,
        {{ measures(once=true) }}
    from classified
    group by country, year, sex, age_group, form
),

final as (
    select
        toLowCardinality(nullIf(counted.country, '')) as country,
        counted.year as year,
        toLowCardinality(counted.sex) as sex,
        toLowCardinality(counted.age_group) as age_group,
        toLowCardinality(counted.form) as form,
        victims,
        records,
        partners,
        invented,
        nullIf(residents.population, 0) as population,
        if(population is null, null, victims * 100000 / population) as per_100000,
        toLowCardinality(nullIf(residents.source, '')) as population_source
    from counted
    left join {{ ref('int_population') }} as residents
        on counted.country = residents.country
        and counted.year = residents.year
        and counted.sex = residents.sex
        and counted.age_group = residents.age_group
)

select * from final
{{ with_unchanged_rows() }}
