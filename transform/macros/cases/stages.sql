{#- The stages of a case at law in order. The last is the alternative end of a case without a conviction. -#}
{% macro stages() -%}
['Detected', 'Investigated', 'Prosecuted', 'Convicted', 'ClosedWithoutConviction']
{%- endmacro %}
