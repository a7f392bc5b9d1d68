{#-
    The groups to which a place belongs at a date, each with 1 or 0 for 'certain'. A membership is a group with its first and last
    month, counted from year 0. For a date without a month the membership is certain if it lasted all year, and uncertain if it
    began or ended in that year.
-#}
{% macro groups_at(memberships, year, month) -%}
arrayDistinct(arrayMap(
            membership -> (
                membership.1,
                toUInt8({{ month }} is not null or (
                    membership.2 <= {{ year }} * 12 and {{ year }} * 12 + 11 <= membership.3
                ))
            ),
            arrayFilter(
                membership -> membership.2 <= {{ year }} * 12 + ifNull({{ month }}, 12) - 1
                    and {{ year }} * 12 + ifNull({{ month }}, 1) - 1 <= membership.3,
                {{ memberships }}
            )
        ))
{%- endmacro %}
