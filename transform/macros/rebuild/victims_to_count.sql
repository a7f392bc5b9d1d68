{#-
    Victims, or what is made of them row by row, of the years that the running build counts again: of all years when the mart is
    made whole.
-#}
{% macro victims_to_count(relation) -%}
{%- if not execute -%}
    {#- While the project is parsed nobody knows yet what the hooks will read. -#}
    {%- set noted = [ref('mart_months'), ref('int_victims'), ref('int_victims_by_year')] -%}
{%- endif -%}
(select * from {{ relation }}{% if not rebuilds_all() %} where {{ is_counted_again() }}{% endif %})
{%- endmacro %}

{#- Fingerprints of victims by year: hashes alone are read, so they are made each time. -#}
{% macro victim_fingerprints() -%}
(
    select
        'victim' as dated_by,
        year,
        toUInt8(0) as month,
        toUInt32(0) as arrival_month,
        {{ fingerprint_and_records() }}
    from {{ ref('int_victims') }}
    group by year
)
{%- endmacro %}
