{#-
    Runs after a table of records was built: deletes the rows of persons who withdrew during the build, when their rows were
    deleted from the old table only. A later withdrawal finds the new table.
-#}
{% macro forget_withdrawn() -%}
{%- set withdrawn = run_query(
    "select count() from " ~ this ~ " where partner_id != '' and not (" ~ not_withdrawn() ~ ')'
).rows[0][0] | int if execute else 0 -%}
{%- if withdrawn > 0 -%}
alter table {{ this }} delete where partner_id != '' and not ({{ not_withdrawn() }}) settings mutations_sync = 2
{%- endif -%}
{%- endmacro %}
