{#-
    True when a mart is made whole: at first, at `--full-refresh`, after a change of its definition, and when more than half
    of the records are in years that changed. Else only the years that changed are counted again.
-#}
{% macro rebuilds_all() -%}
{%- if not execute or not this or flags.FULL_REFRESH -%}
    {{ return(true) }}
{%- elif adapter.get_relation(none, this.schema, this.identifier) is none -%}
    {{ return(true) }}
{%- endif -%}
{%- set counted = run_query(
    'select sumIf(now.records, known.is_built and known.definition = ' ~ definition_of_mart()
    ~ ' and known.fingerprint = now.fingerprint) * 2 < sum(now.records) or count() = 0'
    ~ ' from ' ~ ref('route_years') ~ ' as now left join ' ~ years_of_mart() ~ ' as known using (year)'
) -%}
{{ return(counted.rows[0][0] | int == 1) }}
{%- endmacro %}
