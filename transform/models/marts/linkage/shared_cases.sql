{{ config(order_by=['partner_id', 'known_to']) }}

with histories as (
    select * from {{ ref('stg_linkage_histories') }}
),

partners as (
    select * from {{ ref('stg_partners') }}
),

newest as (
    select argMax(round, (linked_at, round)) as newest_round from histories
),

final as (
    select
        histories.round as round,
        histories.partner_id as partner_id,
        histories.others as known_to,
        sum(histories.at_partner) as persons,
        max(partners.is_demonstration) as invented
    from histories
    inner join newest on histories.round = newest.newest_round
    left join partners on histories.partner_id = partners.partner_id
    group by round, partner_id, known_to
)

select * from final
