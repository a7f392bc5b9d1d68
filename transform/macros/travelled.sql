{#-
    A field of the travelled legs. A place that was only intended was not reached: as a destination it would create a flow that
    did not happen.
-#}
{% macro travelled(field) -%}
    arrayFilter((value, intended) -> not intended, `legs.{{ field }}`, `legs.intended`)
{%- endmacro %}
