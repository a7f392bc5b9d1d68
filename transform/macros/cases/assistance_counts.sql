{#- The columns of a mart of assistance, over `int_assistance` and by `cell`, a list of its columns. -#}
{% macro assistance_counts(cell) -%}
with assistance as (
    select * from {{ ref('int_assistance') }}
),

final as (
    select
        {{ cell | join(',\n        ') }},
        {{ measures(once=true) }},
        {{ counted("countIf(is_requested)") }} as requested,
        {{ counted("countIf(is_started)") }} as started,
        {{ counted("countIf(is_ended)") }} as ended,
        {{ counted("countIf(is_requested and not is_started)") }} as not_started,
        {{ months_summary('waiting', 'waiting_months', 'waiting_months >= 0') }},
        {{ counted("countIf(is_requested and is_started and waiting_months is null)") }} as waiting_not_known,
        {{ counted("countIf(waiting_months < 0)") }} as waiting_backwards,
        {{ months_summary('duration', 'duration_months', 'duration_months >= 0') }},
        {{ counted("countIf(is_started and is_ended and duration_months is null)") }} as duration_not_known,
        {{ counted("countIf(duration_months < 0)") }} as duration_backwards,
        {{ counted("countIf(outcome = 'Completed')") }} as completed,
        {{ counted("countIf(outcome = 'Interrupted')") }} as interrupted,
        {{ counted("countIf(outcome = 'Declined')") }} as declined,
        {{ counted("countIf(outcome = 'Referred')") }} as referred,
        {{ counted("countIf(outcome = 'Ongoing')") }} as ongoing,
        {{ counted("countIf(outcome is null)") }} as outcome_not_reported,
        completed + interrupted + declined + referred as closed
    from assistance
    group by {{ cell | join(', ') }}
)

select * from final
{%- endmacro %}
