{{ config(order_by=['year'], query_settings={'max_bytes_before_external_group_by': 500000000}) }}

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
    from {{ ref('int_victims') }}
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
