{%- set kinds = [
    ('victim', 'stg_victims', 'registered_year', 'registered_month'),
    ('route', 'int_routes', 'year', 'month'),
    ('assistance', 'int_assistance', 'year', 'month'),
    ('proceeding', 'stg_proceedings', 'reached_year', 'reached_month'),
] %}

with records as (
    {%- for kind, model, year, month in kinds %}
    select
        partner_id,
        record_id,
        '{{ kind }}' as record_kind,
        toNullable({{ year }}) as year,
        {{ month }} as month,
        person
    from {{ ref(model) }}
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- endfor %}
),

final as (
    select
        partner_id,
        toLowCardinality(record_kind) as record_kind,
        year,
        month,
        {{ counted("count()") }} as records,
        {{ persons() }} as persons
    from records
    group by partner_id, record_kind, year, month
)

select * from final
