{{ config(order_by=['year', 'history', 'partner_id']) }}

with histories as (
    select * from {{ ref('int_linkage_histories') }} where is_newest = 1
),

final as (
    select
        histories.round as round,
        histories.year as year,
        histories.groups as history,
        histories.partner_id as partner_id,
        sum(histories.persons) as persons,
        max(histories.invented) as invented
    from histories
    group by round, year, history, partner_id
)

select * from final
