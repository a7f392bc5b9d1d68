{{ config(order_by=['round', 'year', 'history']) }}

with histories as (
    select * from {{ ref('stg_linkage_histories') }}
),

partners as (
    select * from {{ ref('stg_partners') }}
),

final as (
    select
        histories.round as round,
        histories.year as year,
        histories.history as history,
        sum(histories.persons) as persons,
        max(partners.is_demonstration) as invented
    from histories
    left join partners on histories.partner_id = partners.partner_id
    group by round, year, history
)

select * from final
