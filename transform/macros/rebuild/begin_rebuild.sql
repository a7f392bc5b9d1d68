{#-
    Before a mart is built: notes which months differ from what it was last built from, with the fingerprints of now. Until
    `end_rebuild` says that they were built they stay noted, whatever becomes of this run.

    Fingerprints of routes are those that `route_months` found at the start of the run if nothing has happened to the routes
    since, else they are made again.
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

{#- True when `route_months` speaks of the routes as they are. -#}
{% macro route_months_are(version) -%}
{{ return(execute and run_query(
    'select count() from ' ~ ref('route_months') ~ ' where version = ' ~ version
).rows[0][0] | int > 0) }}
{%- endmacro %}
