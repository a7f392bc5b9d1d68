{#- Adult or Minor (under 18, UN Trafficking Protocol, article 3(d)) by the age band, else as stated; NULL where neither is known. -#}
{% macro majority(age_band, stated='null') -%}
    multiIf({{ age_band }} in ('0--8', '9--17'), 'Minor', {{ age_band }} is not null, 'Adult', toString({{ stated }}))
{%- endmacro %}
