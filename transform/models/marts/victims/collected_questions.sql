{{ config(order_by=['partner_id', 'dimension']) }}

with victims as (
    select * from {{ ref('int_victims') }}
),

partners as (
    select
        partner_id,
        max(is_invented) as invented,
        {{ counted('count()') }} as records_asked,
        {%- for question in victim_questions() %}
        {{ counted('countIf(notEmpty(' ~ question.answers ~ '))') }} as {{ question.name }}_answered
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from victims
    group by partner_id
),

final as (
    {%- for question in victim_questions() %}
    select
        partner_id,
        toLowCardinality('{{ question.name }}') as dimension,
        records_asked,
        {{ question.name }}_answered as records_answered,
        toUInt8(records_answered > 0) as is_collected,
        invented
    from partners
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final
