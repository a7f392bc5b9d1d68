{{ config(order_by=['round', 'rule']) }}

with errors as (
    select * from {{ ref('stg_linkage_errors') }}
),

final as (
    select
        round,
        rule,
        missed,
        pairs,
        false_links,
        strangers,
        dispersion
    from errors
)

select * from final
