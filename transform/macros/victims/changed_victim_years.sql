{#-
    A list of the years in which `int_victims_by_year` differs from `victim_years`. Only hashes are read, so rows that a
    withdrawal removed from both are not a difference.
-#}
{% macro changed_victim_years() -%}
{%- set known -%}
(
    select year, {{ fingerprint_and_records() }}
    from {{ this }}
    where partner_id != '' and {{ not_withdrawn() }}
    group by year
)
{%- endset -%}
{%- set found = run_query(
    'select year from (select year, fingerprint from ' ~ ref('victim_years') ~ ') as now full join ' ~ known
    ~ ' as known using (year) where now.fingerprint != known.fingerprint order by year'
) if execute else none -%}
{{ return(found.columns[0].values() | list if found else []) }}
{%- endmacro %}

{#- Version of the raw tables from which victims are derived. -#}
{% macro victims_raw_version() -%}
{{ version_of(['corridor_raw.victim_record', 'corridor_raw.withdrawal', 'corridor_raw.partner']) }}
{%- endmacro %}
