with latest as (
    {{ latest_revision(source('corridor_raw', 'victim_record')) }}
),

final as (
    select
        partner_id,
        record_id,
        revision,
        person,
        registeredYear as registered_year,
        registeredMonth as registered_month,
        citizenship,
        gender,
        ageBand as age_band,
        majorityStatus as majority_status,
        riskGroups as risk_groups,
        means,
        methodsOfControl as control_methods,
        relationshipToTrafficker as relationship_to_trafficker,
        typeOfExploitation as exploitation_types,
        forcedLabourIndustry as labour_industries,
        countryOfExploitation as country_of_exploitation,
        regionOfExploitation as region_of_exploitation
    from latest
    where {{ not_withdrawn() }}
)

select * from final
