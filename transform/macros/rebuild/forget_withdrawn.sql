{#-
    After a table of records was built: the last word on persons who withdrew while it was made aside, whose rows were deleted
    from the table of before. A withdrawal that is written after this finds the table in its place.
-#}
{% macro forget_withdrawn() -%}
{%- set withdrawn = run_query(
    "select count() from " ~ this ~ " where partner_id != '' and not (" ~ not_withdrawn() ~ ')'
).rows[0][0] | int if execute else 0 -%}
{%- if withdrawn > 0 -%}
alter table {{ this }} delete where partner_id != '' and not ({{ not_withdrawn() }}) settings mutations_sync = 2
{%- endif -%}
{%- endmacro %}
