{#-
    The CTEs of a query over staged victims, of which `described` has what follows from a record: majority, sex and high-risk groups.
-#}
{% macro victims_of(staged) -%}
invented as (
    select partner_id from {{ ref('stg_partners') }} where is_demonstration
),

known as (
    select
        *,
        risk_groups as stated_groups,
        {{ majority('age_band', 'majority_status') }} as majority,
        {{ majority('age_band_when_trafficked') }} as majority_when_trafficked,
        multiIf(
            gender is null or gender = 'NonSpecifiedUnknown', null,
            gender = 'Feminine', 'Female',
            gender = 'Masculine', 'Male',
            'Other'
        ) as sex,
        notEmpty(labour_industries) or has(exploitation_types, 'ForcedLabour') as is_labour
    from {{ staged }}
),

-- each is NULL if the record does not have enough information
groups as (
    select
        *,
        multiIf(
            majority = 'Minor' or majority_when_trafficked = 'Minor', 1,
            majority = 'Adult', 0,
            null
        ) as is_minor,
        multiIf(
            gender in ('Feminine', 'TransgenderFeminine') and age_band in ('18--20', '21--23', '24--26'), 1,
            gender is not null and gender not in ('Feminine', 'TransgenderFeminine', 'NonSpecifiedUnknown'), 0,
            majority = 'Minor' or age_band not in ('18--20', '21--23', '24--26'), 0,
            null
        ) as is_young_woman,
        multiIf(
            notEmpty(exploitation_types) and not is_labour, 0,
            country_of_exploitation is not null and has(citizenship, assumeNotNull(country_of_exploitation)), 0,
            is_labour and country_of_exploitation is not null and notEmpty(citizenship), 1,
            null
        ) as is_labour_migrant
    from known
),

described as (
    select
        partner_id,
        record_id,
        revision,
        key_version,
        content_hash,
        person,
        registered_year as year,
        registered_month as month,
        country_of_exploitation as country,
        region_of_exploitation as region,
        trafficking_status,
        gender,
        sex,
        age_band,
        majority,
        citizenship,
        exploitation_types,
        control_methods,
        relationship_to_trafficker,
        recruitment_methods,
        labour_industries,
        sex_exploitation_types,
        arrayFilter(
            (name, is_member) -> ifNull(is_member, 0) or has(stated_groups, name),
            ['YoungWomen', 'Minors', 'LabourMigrants'],
            [is_young_woman, is_minor, is_labour_migrant]
        ) as high_risk_groups,
        multiIf(
            notEmpty(high_risk_groups), high_risk_groups,
            has(stated_groups, 'Other') or (is_young_woman = 0 and is_minor = 0 and is_labour_migrant = 0), ['Other'],
            []
        ) as risk_groups,
        toUInt8(partner_id in (select partner_id from invented)) as is_invented
    from groups
)
{%- endmacro %}
