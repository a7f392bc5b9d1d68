{{ config(order_by=['year', 'history', 'partner_id']) }}

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
        histories.year as year,
        histories.groups as history,
        histories.partner_id as partner_id,
        sum(histories.persons) as persons,
        max(partners.is_demonstration) as invented
    from histories
    inner join newest on histories.round = newest.newest_round
    left join partners on histories.partner_id = partners.partner_id
    group by round, year, history, partner_id
)

select * from final
