{#-
    Rows with from_country, to_country, year and month_or_zero, each with the groups of both ends at its date, and the month (NULL
    where it is not known). Reads the CTE `memberships`.
-#}
{% macro with_groups(flows) -%}
    select
        {{ flows }}.*,
        nullIf(month_or_zero, 0) as known_month,
        {{ groups_at('origins.memberships', 'year', 'known_month') }} as origin_groups,
        {{ groups_at('destinations.memberships', 'year', 'known_month') }} as destination_groups
    from {{ flows }}
    left join memberships as origins on {{ flows }}.from_country = origins.country
    left join memberships as destinations on {{ flows }}.to_country = destinations.country
{%- endmacro %}
