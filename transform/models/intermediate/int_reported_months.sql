{%- set kinds = [
    ('victim', 'int_victims_by_year', 'year', 'month'),
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
    {%- if model == 'int_victims_by_year' %}
    where partner_id != '' and {{ not_withdrawn() }}
    {%- endif %}
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- endfor %}
),

counts as (
    select
        partner_id,
        toLowCardinality(record_kind) as record_kind,
        year,
        month,
        {{ counted("count()") }} as records,
        {{ persons() }} as persons
    from records
    group by partner_id, record_kind, year, month
),

final as (
    select * from counts

    union all

    select
        partner_id,
        toLowCardinality('route') as record_kind,
        toNullable(year) as year,
        month,
        records,
        persons
    from {{ ref('reported_routes') }}
)

select * from final
