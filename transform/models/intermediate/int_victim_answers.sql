with victims as (
    select * from {{ ref('int_victims') }}
),

questions as (
    select
        partner_id,
        record_id,
        person,
        year,
        month,
        country,
        citizenship,
        is_invented,
        question.1 as dimension,
        arrayDistinct(question.2) as answer_list
    from victims
    array join [
        {%- for question in victim_questions() %}
        ('{{ question.name }}', {{ question.answers }})
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    ] as question
),

final as (
    select
        partner_id,
        record_id,
        person,
        year,
        month,
        country,
        citizenship,
        is_invented,
        toLowCardinality(dimension) as dimension,
        toLowCardinality(nullIf(answer, '')) as value,
        length(answer_list) as answers,
        multiIf(answer = '', 'none', answer = 'NonSpecifiedUnknown', 'unknown', 'answer') as kind,
        place <= 1 as is_first
    from questions
    left array join
        answer_list as answer,
        arrayEnumerate(answer_list) as place
)

select * from final
