/**
 * The macros that every project has: our own text, with the layout that makes compiled tests equal to real dbt's.
 * A project's macro of the same name takes precedence.
 */
export const builtinMacros = `
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
  {{ target.schema if custom_schema_name is none else target.schema ~ '_' ~ (custom_schema_name | trim) }}
{%- endmacro %}

{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
  {{ node.name if custom_alias_name is none else custom_alias_name | trim }}
{%- endmacro %}

{% macro get_where_subquery(relation) -%}
  {%- set where = config.get('where', '') -%}
  {%- do return('(select * from ' ~ relation ~ ' where ' ~ where ~ ') dbt_subquery' if where else relation) -%}
{%- endmacro %}

{% test not_null(model, column_name) %}
    
    



select {{ column_name }}
from {{ model }}
where {{ column_name }} is null


{% endtest %}

{% test unique(model, column_name) %}
    
    

select
    {{ column_name }} as unique_field,
    count(*) as n_records

from {{ model }}
where {{ column_name }} is not null
group by {{ column_name }}
having count(*) > 1


{% endtest %}

{% test accepted_values(model, column_name, values, quote=True) %}
    
    

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
        {%- if not loop.last %},{% endif %}
    {%- endfor %}
)


{% endtest %}

{% test relationships(model, column_name, to, field) %}
    
    

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
-- end_of_sql
settings join_use_nulls = 1


{% endtest %}
`
