{#-
    A mart that counts the answers to questions about victims, over `relation` (rows of `int_victim_answers`), of `people` (a
    row per record, or one of them where `first` holds) and by `cell`: its columns with what stands for not known while
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
        code as value
    from {{ ref('codes') }}
    where dimension != '' and code != 'NonSpecifiedUnknown'
),

given as (
    select
        {{ keys }},
        value,
        multiIf(
            kind = 'answer', 'counted',
            kind = 'unknown', 'unknown',
            (partner_id, dimension) in collected, 'not_reported',
            'not_collected'
        ) as state,
        {{ measures(once=true) }},
        {{ persons('answers > 1') }} as victims_with_several
    from answers
    group by {{ keys }}, value, state
),

answered as (
    select
        {{ keys }},
        {{ persons() }} as victims_answered,
        {{ counted('countIf(is_first)') }} as records_answered
    from answers
    where kind = 'answer'
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

zeros as (
    select
        {{ keys }},
        value,
        'zero' as state,
        0 as victims,
        0 as records,
        0 as partners,
        0 as invented,
        0 as victims_with_several
    from answered
    inner join closed using (dimension)
    left anti join given using ({{ keys }}, value)
),

rows_of_cells as (
    select {{ keys }}, value, state, victims, records, partners, invented, victims_with_several from given
    union all
    select {{ keys }}, value, state, victims, records, partners, invented, victims_with_several from zeros
),

final as (
    select
        {%- for column, unknown in cell.items() %}
        {{ column if unknown is none else 'nullIf(' ~ column ~ ', ' ~ unknown ~ ') as ' ~ column }},
        {%- endfor %}
        toLowCardinality(dimension) as dimension,
        toLowCardinality(nullIf(value, '')) as value,
        toLowCardinality(state) as state,
        victims,
        records,
        partners,
        toUInt8(invented) as invented,
        victims_with_several,
        victims_answered,
        records_answered,
        victims_asked,
        records_asked
    from rows_of_cells
    inner join asked using ({{ cell.keys() | join(', ') }})
    left join answered using ({{ keys }})
)

select * from final
{%- endmacro %}

{#- The columns of a cell with their words for not known. -#}
{% macro comparable(cell) -%}
    {%- for column, unknown in cell.items() -%}
    {{ column if unknown is none else 'ifNull(' ~ column ~ ', ' ~ unknown ~ ') as ' ~ column }}
    {%- if not loop.last %},
        {% endif %}
    {%- endfor -%}
{%- endmacro %}
