{{ config(order_by=['year']) }}

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
        {{ measures() }}
    from victims
    group by gender, age_band, citizenship, exploitation_type, country, year
)

select * from final
