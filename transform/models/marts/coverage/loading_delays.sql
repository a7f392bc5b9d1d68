{{ config(order_by=['record_kind', 'partner_id']) }}

{%- set kinds = [
    ('victim', 'registeredYear', 'registeredMonth'),
    ('route', 'legs.year[dated_leg]', 'legs.month[dated_leg]'),
    (
        'assistance',
        'coalesce(startedYear, requestedYear, endedYear)',
        'multiIf(startedYear is not null, startedMonth, requestedYear is not null, requestedMonth, endedMonth)'
    ),
    ('proceeding', 'reachedYear', 'reachedMonth'),
] %}

with
{%- for kind, year, month in kinds %}
{{ kind }}s as (
    {{ first_revision(source('corridor_raw', kind ~ '_record')) }}
),

{{ kind }}_months as (
    select
        partner_id,
        '{{ kind }}' as record_kind,
        {%- if kind == 'route' %}
        -- as in route_ends: by the destination, else by the last leg
        if(has(legs.role, 'Destination'), arrayLastIndex(role -> role = 'Destination', legs.role), length(legs.role)) as dated_leg,
        {%- endif %}
        toNullable({{ year }}) as year,
        toNullable({{ month }}) as month,
        {{ generalised('loaded_at', 'month') }} as loaded
    from {{ kind }}s
    where {{ not_withdrawn() }}
),
{% endfor %}
records as (
    {%- for kind, year, month in kinds %}
    select partner_id, record_kind, year, month, loaded from {{ kind }}_months
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

invented as (
    select partner_id from {{ ref('stg_partners') }} where is_demonstration
),

final as (
    select
        partner_id,
        toLowCardinality(record_kind) as record_kind,
        year,
        month,
        loaded,
        {{ counted("count()") }} as records,
        toUInt8(partner_id in (select partner_id from invented)) as invented
    from records
    where year is not null and month is not null
    group by partner_id, record_kind, year, month, loaded
)

select * from final
