{{ config(
    order_by=['country', 'year'],
    meta={'dated_by': 'victim', 'seeds': ['sdg_forms']},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with victims as (
    select * from {{ victims_to_count(ref('int_victims')) }}
),

forms as (
    select
        groupArray(exploitation_type) as types,
        groupArray(form) as forms
    from {{ ref('sdg_forms') }}
),

-- each victim is in one class of each question, so that classes add up to all victims
classified as (
    select
        partner_id,
        person,
        is_invented,
        ifNull(country, 'NotKnown') as country,
        year,
        ifNull(sex, 'NotKnown') as sex,
        {{ age_group() }} as age_group,
        arrayDistinct(arrayMap(type -> forms.forms[indexOf(forms.types, type)], exploitation_types)) as all_forms,
        multiIf(empty(all_forms), 'NotKnown', length(all_forms) > 1, 'Several', all_forms[1]) as form,
        if(empty(risk_groups), 'NotKnown', arrayStringConcat(arraySort(risk_groups), ' and ')) as risk_group
    from victims
    cross join forms
),

final as (
    select
        partner_id,
        country,
        year,
        sex,
        age_group,
        form,
        risk_group,
        {{ persons() }} as victims,
        max(is_invented) as invented
    from classified
    group by partner_id, country, year, sex, age_group, form, risk_group
)

select * from final
{{ with_unchanged_rows() }}
