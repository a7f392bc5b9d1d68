{#-
    Before a mart is built: notes which years differ from what it was last built from, with the fingerprints of now. Until
    `end_rebuild` says that they were built they stay noted, whatever becomes of this run.

    The fingerprints are those that `route_years` found at the start of the run if nothing has happened to the raw tables
    since, else they are made again.
-#}
{% macro begin_rebuild() -%}
{%- set version = raw_version_now() -%}
{%- set found = execute and run_query(
    'select count() from ' ~ ref('route_years') ~ ' where version = ' ~ version
).rows[0][0] | int > 0 -%}
insert into {{ ref('mart_years') }}
select
    '{{ this.schema }}.{{ this.identifier }}' as mart,
    year,
    now.fingerprint as fingerprint,
    now.records as records,
    toUInt64({{ version }}) as version,
    {{ definition_of_mart() }} as definition,
    toUInt8(0) as is_built,
    (select max(sequence) + 1 from {{ ref('mart_years') }}) as sequence
from {% if found %}{{ ref('route_years') }}{% else %}(
    {{ route_fingerprints(version) }}
){% endif %} as now
full join {{ years_of_mart() }} as known using (year)
{%- if not rebuilds_all() %}
where not known.is_built
    or known.fingerprint != now.fingerprint
    or known.definition != {{ definition_of_mart() }}
{%- endif %}
{%- endmacro %}
