{#-
    Adult or Minor (under 18, UN Trafficking Protocol, article 3(d)) from the age band, else as reported; NULL where neither is
    known.
-#}
{% macro majority(age_band, stated='null') -%}
    multiIf({{ age_band }} in ('0--8', '9--17'), 'Minor', {{ age_band }} is not null, 'Adult', toString({{ stated }}))
{%- endmacro %}
