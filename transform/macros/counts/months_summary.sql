{#-
    Number, median and quartiles (type 7 of Hyndman and Fan) of spans in calendar months. No day is stored, so each span is
    accurate to one month. With fewer than `var('least_for_quantiles')` spans the statistics are NULL; `n` is the number of spans.
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
