{{ config(order_by=['origin', 'destination', 'year']) }}

with counts as (
    select * from {{ ref('stg_federated_counts') }}
),

newest as (
    select argMax(count_id, (opened_at, count_id)) as newest_count from counts
),

final as (
    select
        counts.count_id as count_id,
        counts.origin as origin,
        counts.destination as destination,
        counts.year as year,
        'federated' as partner_id,
        sum(counts.persons) as persons,
        max(counts.partners) as partners,
        toUInt8(0) as invented
    from counts
    inner join newest on counts.count_id = newest.newest_count
    group by count_id, origin, destination, year
)

select * from final
