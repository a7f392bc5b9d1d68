with latest as (
    {{ latest_revision(source('corridor_raw', 'proceeding_record')) }}
),

final as (
    select
        partner_id,
        record_id,
        revision,
        person,
        country,
        region,
        offenceArticle as offence_article,
        stage,
        reachedYear as reached_year,
        reachedMonth as reached_month
    from latest
    where {{ not_withdrawn() }}
)

select * from final
