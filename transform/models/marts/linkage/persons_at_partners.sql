{{ config(order_by=['year', 'partner_id']) }}

with histories as (
    select * from {{ ref('int_linkage_histories') }} where is_newest = 1
),

final as (
    select
        round,
        year,
        partner_id,
        sum(histories.at_partner) as persons,
        max(histories.invented) as invented
    from histories
    group by round, year, partner_id
)

select * from final
