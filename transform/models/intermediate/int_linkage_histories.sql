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
        histories.partner_id as partner_id,
        histories.history as history,
        histories.groups as groups,
        histories.others as others,
        histories.persons as persons,
        histories.at_partner as at_partner,
        partners.is_demonstration as invented,
        toUInt8(histories.round = newest.newest_round) as is_newest
    from histories
    cross join newest
    left join partners on histories.partner_id = partners.partner_id
)

select * from final
