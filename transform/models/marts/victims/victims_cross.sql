{{ config(
    order_by=['year'],
    meta={'dated_by': 'victim', 'seeds': []},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with victims as (
    select
        partner_id,
        record_id,
        person,
        year,
        country,
        gender,
        age_band,
        {{ each_or_none('citizenship') }} as citizenship,
        {{ each_or_none('exploitation_types') }} as exploitation_type,
        is_invented
    from {{ victims_to_count(ref('int_victims')) }}
),

final as (
    select
        gender,
        age_band,
        toLowCardinality(citizenship) as citizenship,
        toLowCardinality(exploitation_type) as exploitation_type,
        country,
        year,
        {{ measures(once=true) }}
    from victims
    group by gender, age_band, citizenship, exploitation_type, country, year
)

select * from final
{{ with_unchanged_rows() }}
