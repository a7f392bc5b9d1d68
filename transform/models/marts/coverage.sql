{{ config(order_by=['partner_id', 'record_kind']) }}

{%- set kinds = [
    ('victim', 'stg_victims', 'registered_year', 'registered_month'),
    ('route', 'int_routes', 'year', 'month'),
    ('assistance', 'stg_assistance', 'coalesce(started_year, requested_year, ended_year)',
     'multiIf(started_year is not null, started_month, requested_year is not null, requested_month, ended_month)'),
    ('proceeding', 'stg_proceedings', 'reached_year', 'reached_month'),
] %}

with records as (
    {%- for kind, model, year, month in kinds %}
    select
        partner_id,
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

invented as (
    select partner_id from {{ ref('stg_partners') }} where is_demonstration
),

final as (
    select
        partner_id,
        record_kind,
        year,
        month,
        count() as records,
        uniqExact(person) as persons,
        toUInt8(partner_id in (select partner_id from invented)) as invented
    from records
    group by partner_id, record_kind, year, month
)

select * from final
