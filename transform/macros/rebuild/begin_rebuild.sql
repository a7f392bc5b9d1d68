{#-
    Runs before a mart is built: records which months differ from those it was last built from, with their current fingerprints.
    They stay recorded until `end_rebuild` marks them as built, even if this run dies. Uses the fingerprints that `route_months`
    found at the start of the run, or new ones if the routes have changed since.
-#}
{% macro begin_rebuild() -%}
{%- set version = as_it_is_now(version_counted()) -%}
{%- set found = fingerprints_as_of(version) -%}
insert into {{ ref('mart_months') }}
select
    '{{ this.schema }}.{{ this.identifier }}',
    year,
    month,
    now.fingerprint,
    now.records,
    toUInt64({{ version }}),
    {{ definition_of_mart() }},
    toUInt8(0),
    (select max(sequence) + 1 from {{ ref('mart_months') }})
from {{ fingerprints_of_mart(found) }} as now
full join {{ months_of_mart() }} as known using (year, month)
{%- if not rebuilds_all() %}
where not known.is_built
    or known.fingerprint != now.fingerprint
    or known.definition != {{ definition_of_mart() }}
{%- endif %}
{%- endmacro %}

{% macro fingerprints_as_of(version) -%}
{%- if dated_by() == 'victim' -%}
{{ return(victim_fingerprints()) }}
{%- elif route_months_are(version) -%}
{{ return(ref('route_months')) }}
{%- endif -%}
{{ return('(' ~ route_fingerprints(ref('int_routes'), version) ~ ')') }}
{%- endmacro %}

{#- True if `route_months` describes the current routes. -#}
{% macro route_months_are(version) -%}
{{ return(execute and run_query(
    'select count() from ' ~ ref('route_months') ~ ' where version = ' ~ version
).rows[0][0] | int > 0) }}
{%- endmacro %}
