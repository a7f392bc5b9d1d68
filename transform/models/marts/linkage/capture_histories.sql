{{ config(order_by=['round', 'year', 'history']) }}

with histories as (
    select * from {{ ref('int_linkage_histories') }}
),

final as (
    select
        round,
        year,
        history,
        sum(histories.persons) as persons,
        max(histories.invented) as invented
    from histories
    group by round, year, history
)

select * from final
