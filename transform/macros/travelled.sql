{#-
    A field of the legs that were travelled. A place where the person was only meant to go was not reached: counted as a
    destination it would make a flow that did not happen.
-#}
{% macro travelled(field) -%}
    arrayFilter((value, intended) -> not intended, `legs.{{ field }}`, `legs.intended`)
{%- endmacro %}
