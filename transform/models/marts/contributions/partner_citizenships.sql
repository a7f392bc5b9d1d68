{{ config(
    order_by=['country', 'year'],
    meta={'dated_by': 'victim'},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with victims as (
    select
        partner_id,
        person,
        is_invented,
        year,
        ifNull(country, 'NotKnown') as place,
        arrayDistinct(citizenship) as citizenships
    from {{ victims_to_count(ref('int_victims')) }}
),

-- each victim has one citizenship: that of the country of exploitation if it is one of several
classified as (
    select
        partner_id,
        person,
        is_invented,
        place as country,
        year,
        multiIf(
            empty(citizenships), 'NotKnown',
            has(citizenships, place), place,
            length(citizenships) > 1, 'Several',
            citizenships[1]
        ) as citizenship,
        multiIf(
            empty(citizenships) or place = 'NotKnown', 'NotKnown',
            citizenship = place, 'National',
            'Foreign'
        ) as nationality
    from victims
),

final as (
    select
        partner_id,
        country,
        year,
        citizenship,
        nationality,
        {{ persons() }} as victims,
        max(is_invented) as invented
    from classified
    group by partner_id, country, year, citizenship, nationality
)

select * from final
{{ with_unchanged_rows() }}
