{#-
    Victims, or rows derived from them, of the years that the running build counts again; of all years if the mart is rebuilt as a
    whole.
-#}
{% macro victims_to_count(relation) -%}
{%- if not execute -%}
    {#- While the project is parsed, it is not known yet what the hooks will read. -#}
    {%- set noted = [ref('mart_months'), ref('int_victims'), ref('int_victims_by_year')] -%}
{%- endif -%}
(select * from {{ relation }}{% if not rebuilds_all() %} where {{ is_counted_again() }}{% endif %})
{%- endmacro %}

{#- Fingerprints of victims by year. Only hashes are read, so they are computed in each run. -#}
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
