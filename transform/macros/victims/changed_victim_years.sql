{#-
    Years of which `int_victims_by_year` does not hold what `victim_years` found, as a list; of either side only hashes are
    read, so that rows which a withdrawal took out of both are no change.
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

{#- Version of the raw tables from which victims are made. -#}
{% macro victims_raw_version() -%}
{{ version_of(['corridor_raw.victim_record', 'corridor_raw.withdrawal', 'corridor_raw.partner']) }}
{%- endmacro %}
