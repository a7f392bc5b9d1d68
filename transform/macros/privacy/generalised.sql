{#-
    A coarser form of a precise value: the month or year of a day, the country (ISO 3166-1 alpha-2) of a first-level region (ISO
    3166-2), a ten-year band of an age.
-#}
{% macro generalised(column, to) -%}
/* privacy: generalised */ {% if to == 'month' -%}
    toStartOfMonth({{ column }})
{%- elif to == 'year' -%}
    toYear({{ column }})
{%- elif to == 'country' -%}
    substring({{ column }}, 1, 2)
{%- elif to == 'age_band' -%}
    multiIf({{ column }} is null, null, {{ column }} < 18, '0--17', {{ column }} >= 48, '48+',
        concat(toString(intDiv({{ column }} - 18, 10) * 10 + 18), '--', toString(intDiv({{ column }} - 18, 10) * 10 + 27)))
{%- else -%}
    {{ exceptions.raise_compiler_error("generalised() knows month, year, country and age_band, not '" ~ to ~ "'") }}
{%- endif %}
{%- endmacro %}
