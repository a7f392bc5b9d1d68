{#-
    How many spans of months there are, their median and quartiles (linear between neighbours: type 7 of Hyndman and Fan).
    Spans are differences of calendar months, since no day is stored: each is exact to one month more or less.
    Fewer than `var('least_for_quantiles')` spans have no median: `n` says how many there are.
-#}
{% macro months_summary(name, months, condition) -%}
    {%- set spans = 'countIf(' ~ condition ~ ')' %}
    {{ counted(spans) }} as {{ name }}_n,
        {%- for part, level in [('q1', 0.25), ('median', 0.5), ('q3', 0.75)] %}
        {{ summarised(
            'toNullable(quantileExactInclusiveIf(' ~ level ~ ')(assumeNotNull(' ~ months ~ '), ' ~ condition ~ '))',
            spans,
            var('least_for_quantiles', 3)
        ) }} as {{ name }}_{{ part }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
{%- endmacro %}
