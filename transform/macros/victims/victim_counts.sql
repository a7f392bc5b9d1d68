{#-
    A mart that counts the answers to questions about victims, over `relation` (rows of `int_victim_answers`), of `people` (a
    row per record, or one of them where `first` holds) and by `cell`: its columns with the values for not known while
    they are compared, `none` where a column is always known. One row per dimension, value, state and cell:

    - `counted`: persons who gave the answer;
    - `zero`: somebody in the cell answered the question, nobody with this code of a closed list;
    - `unknown`: the answer was that it is not known;
    - `not_reported`: no answer, from partners that answered the question elsewhere; value NULL;
    - `not_collected`: no answer, from partners that never answered it; value NULL.

    `victims_answered` and `records_answered` are CTDC's denominator: those with any answer to the question in the cell.
    A person with several answers is in several rows: rows add up to more than the whole.
-#}
{% macro victim_counts(relation, people, cell, first='true') -%}
{%- set keys = (cell.keys() | list + ['dimension']) | join(', ') -%}
with people as (
    select
        partner_id,
        person,
        {{ comparable(cell) }},
        {{ first }} as is_first
    from {{ people }}
),

answers as (
    select
        partner_id,
        person,
        is_invented,
        {{ comparable(cell) }},
        dimension,
        ifNull(value, '') as value,
        kind,
        answers,
        is_first
    from {{ relation }}
),

collected as (
    select partner_id, dimension from {{ ref('collected_questions') }} where is_collected
),

-- questions that have a list of answers
closed as (
    {%- set questions = victim_questions() | selectattr('closed') | list %}
    select
        transform(
            list,
            ['{{ questions | map(attribute='list') | join("', '") }}'],
            ['{{ questions | map(attribute='name') | join("', '") }}'],
            ''
        ) as dimension,
        groupArray(code) as codes
    from {{ ref('codes') }}
    where dimension != '' and code != 'NonSpecifiedUnknown'
    group by dimension
),

-- each answer is in its own row and in the row of all who answered, so that the answers are read once
placed as (
    select
        *,
        arrayJoin(if(kind = 'answer', [0, 1], [0])) as is_total,
        if(is_total, '', value) as row_value,
        multiIf(
            is_total, 'answered',
            kind = 'answer', 'counted',
            kind = 'unknown', 'unknown',
            (partner_id, dimension) in collected, 'not_reported',
            'not_collected'
        ) as state
    from answers
),

given as (
    select
        {{ keys }},
        row_value,
        state,
        {{ measures(once=true) }},
        {{ persons('answers > 1') }} as victims_with_several,
        {{ counted('countIf(is_first)') }} as first_records
    from placed
    group by {{ keys }}, row_value, state
),

questions as (
    select
        {{ keys }},
        groupArrayIf(
            (row_value, state, victims, records, partners, toUInt8(invented), victims_with_several),
            state != 'answered'
        ) as given_rows,
        groupArrayIf(row_value, state != 'answered') as given_values,
        sumIf(victims, state = 'answered') as victims_answered,
        sumIf(first_records, state = 'answered') as records_answered,
        countIf(state = 'answered') > 0 as is_answered
    from given
    group by {{ keys }}
),

asked as (
    select
        {{ cell.keys() | join(', ') }},
        {{ persons() }} as victims_asked,
        {{ counted('countIf(is_first)') }} as records_asked
    from people
    group by {{ cell.keys() | join(', ') }}
),

rows_of_cells as (
    select
        {{ keys }},
        victims_answered,
        records_answered,
        arrayJoin(arrayConcat(
            given_rows,
            arrayMap(
                code -> (code, 'zero', toUInt64(0), toUInt64(0), toUInt64(0), toUInt8(0), toUInt64(0)),
                arrayFilter(code -> is_answered and not has(given_values, code), codes)
            )
        )) as answer
    from questions
    left join closed using (dimension)
),

final as (
    select
        {%- for column, unknown in cell.items() %}
        {{ column if unknown is none else 'nullIf(' ~ column ~ ', ' ~ unknown ~ ') as ' ~ column }},
        {%- endfor %}
        toLowCardinality(dimension) as dimension,
        toLowCardinality(nullIf(answer.1, '')) as value,
        toLowCardinality(answer.2) as state,
        answer.3 as victims,
        answer.4 as records,
        answer.5 as partners,
        answer.6 as invented,
        answer.7 as victims_with_several,
        victims_answered,
        records_answered,
        victims_asked,
        records_asked
    from rows_of_cells
    inner join asked using ({{ cell.keys() | join(', ') }})
)

select * from final
{%- endmacro %}

{#- The columns of a cell with the values for 'not known'. -#}
{% macro comparable(cell) -%}
    {%- for column, unknown in cell.items() -%}
    {{ column if unknown is none else 'ifNull(' ~ column ~ ', ' ~ unknown ~ ') as ' ~ column }}
    {%- if not loop.last %},
        {% endif %}
    {%- endfor -%}
{%- endmacro %}
