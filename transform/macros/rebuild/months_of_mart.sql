{#- The latest row of `mart_months` for each month of the mart that is being built. -#}
{% macro months_of_mart() -%}
(
    select *
    from {{ ref('mart_months') }}
    where mart = '{{ this.schema }}.{{ this.identifier }}'
    order by sequence desc
    limit 1 by year, month
)
{%- endmacro %}

{#- The fingerprints that the mart uses, among all. -#}
{% macro fingerprints_of_mart(fingerprints) -%}
(
    select
        year,
        month,
        groupBitXor(cityHash64(arrival_month, fingerprint)) as fingerprint,
        sum(records) as records
    from {{ fingerprints }}
    where dated_by = '{{ dated_by() }}'
    group by year, month
)
{%- endmacro %}

{#- The date that puts a record into a month of the mart: arrival, leg, or victim (for marts of victims, which have years). -#}
{% macro dated_by() -%}
{{ return((config.get('meta') or {}).get('dated_by', 'arrival')) }}
{%- endmacro %}

{#- True for a mart by month; others are by year. -#}
{% macro counts_months() -%}
{{ return((config.get('meta') or {}).get('counts') == 'months') }}
{%- endmacro %}

{#- Condition: the running build counts the row's month or year again. -#}
{% macro is_counted_again() -%}
{%- if counts_months() -%}
(year, ifNull(month, 0)) in (select year, month from {{ months_of_mart() }} where not is_built)
{%- else -%}
year in (select year from {{ months_of_mart() }} where not is_built)
{%- endif -%}
{%- endmacro %}
