{#- Columns of victims in staging, from rows of `victim_record` with the newest revision of each record. -#}
{% macro staged_victims(latest) -%}
select
        partner_id,
        record_id,
        revision,
        key_version,
        content_hash,
        person,
        registeredYear as registered_year,
        registeredMonth as registered_month,
        citizenship,
        gender,
        ageBand as age_band,
        majorityStatus as majority_status,
        ageBandWhenTrafficked as age_band_when_trafficked,
        riskGroups as risk_groups,
        traffickingStatus as trafficking_status,
        means,
        methodOfRecruitment as recruitment_methods,
        methodsOfControl as control_methods,
        relationshipToTrafficker as relationship_to_trafficker,
        typeOfExploitation as exploitation_types,
        forcedLabourIndustry as labour_industries,
        typeOfSexExploitation as sex_exploitation_types,
        countryOfExploitation as country_of_exploitation,
        regionOfExploitation as region_of_exploitation
    from {{ latest }}
    where {{ not_withdrawn() }}
{%- endmacro %}
