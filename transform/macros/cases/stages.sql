{#- The stages of a case at law in their order; the last is the other end of a case that was not convicted. -#}
{% macro stages() -%}
['Detected', 'Investigated', 'Prosecuted', 'Convicted', 'ClosedWithoutConviction']
{%- endmacro %}
