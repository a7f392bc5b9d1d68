import { dispatched } from "./DispatchedMacro.ts"

/** Dates, times and series. */
export const dateMacros = `
{% macro current_timestamp() -%}{{ adapter.dispatch('current_timestamp', 'dbt')() }}{%- endmacro %}
{% macro clickhouse__current_timestamp() -%}
  now()
{%- endmacro %}
{% macro default__current_timestamp() -%}
  {{ exceptions.raise_not_implemented('current_timestamp macro not implemented for adapter ' + adapter.type()) }}
{%- endmacro %}
${dispatched("current_timestamp_backcompat")}
{% macro default__current_timestamp_backcompat() %}
    current_timestamp::timestamp
{% endmacro %}
${dispatched("current_timestamp_in_utc_backcompat")}
{% macro default__current_timestamp_in_utc_backcompat() %}
    {{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}
{% endmacro %}
{% macro snapshot_get_time() -%}{{ adapter.dispatch('snapshot_get_time', 'dbt')() }}{%- endmacro %}
{% macro default__snapshot_get_time() %}
    {{ current_timestamp() }}
{% endmacro %}
${dispatched("snapshot_string_as_time", "timestamp")}
{% macro clickhouse__snapshot_string_as_time(timestamp) %}
  {{- return("toDateTime('" ~ timestamp ~ "')") -}}
{% endmacro %}

${dispatched("date", "year, month, day")}
{% macro default__date(year, month, day) -%}
    to_date('{{ modules.datetime.date(year, month, day).strftime('%Y-%m-%d') }}', 'YYYY-MM-DD')
{%- endmacro %}

${dispatched("date_trunc", "datepart, date")}
{% macro default__date_trunc(datepart, date) -%}
    date_trunc('{{ datepart }}', {{ date }})
{%- endmacro %}

${dispatched("dateadd", "datepart, interval, from_date_or_timestamp")}
{% macro default__dateadd(datepart, interval, from_date_or_timestamp) %}

    dateadd(
        {{ datepart }},
        {{ interval }},
        {{ from_date_or_timestamp }}
        )

{% endmacro %}

${dispatched("datediff", "first_date, second_date, datepart")}
{% macro default__datediff(first_date, second_date, datepart) -%}

    datediff(
        {{ datepart }},
        {{ first_date }},
        {{ second_date }}
        )

{%- endmacro %}

${dispatched("last_day", "date, datepart")}
{% macro clickhouse__last_day(date, datepart) -%}
    {{ dbt.dateadd('day', '-1', dbt.dateadd(datepart, '1', dbt.date_trunc(datepart, date))) }}
{%- endmacro %}
{% macro default_last_day(date, datepart) -%}
    cast(
        {{ dbt.dateadd('day', '-1', dbt.dateadd(datepart, '1', dbt.date_trunc(datepart, date))) }}
        as date)
{%- endmacro %}
{% macro default__last_day(date, datepart) -%}
    {{ dbt.default_last_day(date, datepart) }}
{%- endmacro %}

${dispatched("get_powers_of_two", "upper_bound")}
{% macro default__get_powers_of_two(upper_bound) %}
    {%- if upper_bound <= 0 -%}{{ exceptions.raise_compiler_error("upper bound must be positive") }}{%- endif -%}
    {%- for n in range(1, 100) if upper_bound <= 2 ** n -%}{{ return(n) }}{%- endfor -%}
{% endmacro %}

${dispatched("generate_series", "upper_bound")}
{% macro default__generate_series(upper_bound) %}

    {% set powers = range(dbt.get_powers_of_two(upper_bound)) %}

    with p as (
        select 0 as generated_number union all select 1
    ), unioned as (

    select

    {% for i in powers %}
    p{{ i }}.generated_number * power(2, {{ i }})
    {{ ' + ' if not loop.last }}
    {% endfor %}
    + 1
    as generated_number

    from

    {% for i in powers %}
    p as p{{ i }}
    {{ ' cross join ' if not loop.last }}
    {% endfor %}

    )

    select *
    from unioned
    where generated_number <= {{ upper_bound }}
    order by generated_number

{% endmacro %}

${dispatched("get_intervals_between", "start_date, end_date, datepart")}
{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
    {%- call statement('get_intervals_between', fetch_result=True) %}

        select {{ dbt.datediff(start_date, end_date, datepart) }}

    {%- endcall -%}
    {%- set found = load_result('get_intervals_between') -%}
    {{ return(found.data[0][0] if found and found.data else 1) }}
{%- endmacro %}

${dispatched("date_spine", "datepart, start_date, end_date")}
{% macro default__date_spine(datepart, start_date, end_date) %}


    


    with rawdata as (

        {{ dbt.generate_series(dbt.get_intervals_between(start_date, end_date, datepart)) }}

    ),

    all_periods as (

        select (
            {{ dbt.dateadd(datepart, "row_number() over (order by 1) - 1", start_date) }}
        ) as date_{{ datepart }}
        from rawdata

    ),

    filtered as (

        select *
        from all_periods
        where date_{{ datepart }} <= {{ end_date }}

    )

    select * from filtered

{% endmacro %}
`
