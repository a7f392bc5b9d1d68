import { dispatched } from "./DispatchedMacro.ts"

/** Returns a generic test that dispatches, so that a project can replace its SQL. */
const test = (name: string, signature: string, args: string): string => `
{% test ${name}(${signature}) %}
    {% set macro = adapter.dispatch('test_${name}', 'dbt') %}
    {{ macro(${args}) }}
{% endtest %}`

/** The four generic tests, and the query over a test's rows. */
export const testMacros = `
${test("unique", "model, column_name", "model, column_name")}
{% macro default__test_unique(model, column_name) %}

select
    {{ column_name }} as unique_field,
    count(*) as n_records

from {{ model }}
where {{ column_name }} is not null
group by {{ column_name }}
having count(*) > 1

{% endmacro %}
${test("not_null", "model, column_name", "model, column_name")}
{% macro default__test_not_null(model, column_name) %}

{% set chosen = '*' if should_store_failures() else column_name %}

select {{ chosen }}
from {{ model }}
where {{ column_name }} is null

{% endmacro %}
${test("accepted_values", "model, column_name, values, quote=True", "model, column_name, values, quote")}
{% macro default__test_accepted_values(model, column_name, values, quote=True) %}

with all_values as (

    select
        {{ column_name }} as value_field,
        count(*) as n_records

    from {{ model }}
    group by {{ column_name }}

)

select *
from all_values
where value_field not in (
    {% for value in values -%}
        {{ "'" ~ value ~ "'" if quote else value }}
        {%- if not loop.last -%},{% endif %}
    {%- endfor %}
)

{% endmacro %}
${test("relationships", "model, column_name, to, field", "model, column_name, to, field")}
${["clickhouse", "default"]
  .map(
    (kind) => `
{% macro ${kind}__test_relationships(model, column_name, to, field) %}

with child as (
    select {{ column_name }} as from_field
    from {{ model }}
    where {{ column_name }} is not null
),

parent as (
    select {{ field }} as to_field
    from {{ to }}
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null
${kind === "default" ? "" : "-- end_of_sql\nsettings join_use_nulls = 1\n"}
{% endmacro %}`
  )
  .join("\n")}

${dispatched("get_where_subquery", "relation")}
{% macro default__get_where_subquery(relation) -%}
  {%- set where = config.get('where', '') -%}
  {%- do return('(select * from ' ~ relation ~ ' where ' ~ where ~ ') dbt_subquery' if where else relation) -%}
{%- endmacro %}

{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  {{ adapter.dispatch('get_test_sql', 'dbt')(main_sql, fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}
{% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
    select
      {{ fail_calc }} as failures,
      {{ fail_calc }} {{ warn_if }} as should_warn,
      {{ fail_calc }} {{ error_if }} as should_error
    from (
      {{ main_sql }}
      {{ "limit " ~ limit if limit != none }}
    ) dbt_internal_test
{%- endmacro %}
`
