{#-
    True if a mart is rebuilt as a whole: on its first build, with `--full-refresh`, after a change of its definition, and if more
    than half of the records are in periods that changed. Otherwise only these periods are counted again.
-#}
{% macro rebuilds_all() -%}
{%- if not execute or not this or flags.FULL_REFRESH -%}
    {{ return(true) }}
{%- elif adapter.get_relation(none, this.schema, this.identifier) is none -%}
    {{ return(true) }}
{%- endif -%}
{%- set counted_again = run_query(
    'select sumIf(records, is_changed) * 2 > sum(records) or count() = 0 from (select sum(now.records) as records,'
    ~ ' max(not known.is_built or known.definition != ' ~ definition_of_mart()
    ~ ' or known.fingerprint != now.fingerprint) as is_changed'
    ~ ' from ' ~ fingerprints_of_mart(victim_fingerprints() if dated_by() == 'victim' else ref('route_months')) ~ ' as now'
    ~ ' left join ' ~ months_of_mart() ~ ' as known using (year, month)'
    ~ ' group by year' ~ (', month' if counts_months() else '') ~ ')'
) -%}
{{ return(counted_again.rows[0][0] | int == 1) }}
{%- endmacro %}
