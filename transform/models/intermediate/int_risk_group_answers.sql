with answers as (
    select * from {{ ref('int_victim_answers') }} where dimension = 'risk_group'
),

final as (
    select
        * except (citizenship),
        {{ each_or_none('citizenship') }} as citizenship
    from answers
)

select * from final
