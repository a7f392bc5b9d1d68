{{ config(order_by=['partner_id', 'known_to']) }}

with histories as (
    select * from {{ ref('int_linkage_histories') }} where is_newest = 1
),

final as (
    select
        round,
        partner_id,
        others as known_to,
        sum(histories.at_partner) as persons,
        max(histories.invented) as invented
    from histories
    group by round, partner_id, known_to
)

select * from final
