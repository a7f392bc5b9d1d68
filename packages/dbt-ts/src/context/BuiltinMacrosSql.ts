import { dispatched } from "./DispatchedMacro.ts"

/** Expressions that databases write differently. */
export const sqlMacros = `
${dispatched("any_value", "expression")}
{% macro clickhouse__any_value(expression) -%}
    any({{ expression }})
{%- endmacro %}
{% macro default__any_value(expression) -%}

    any_value({{ expression }})

{%- endmacro %}

${dispatched("bool_or", "expression")}
{% macro clickhouse__bool_or(expression) -%}
    max({{ expression }}) > 0
{%- endmacro %}
{% macro default__bool_or(expression) -%}

    bool_or({{ expression }})

{%- endmacro %}

${dispatched("concat", "fields")}
{% macro default__concat(fields) -%}
    {{ fields | join(' || ') }}
{%- endmacro %}

${dispatched("hash", "field")}
{% macro clickhouse__hash(field) -%}
    lower(hex(MD5(toString({{ field }} ))))
{%- endmacro %}
{% macro default__hash(field) -%}
    md5(cast({{ field }} as {{ api.Column.translate_type('string') }}))
{%- endmacro %}

${dispatched("length", "expression")}
{% macro default__length(expression) %}

    length(
        {{ expression }}
    )

{%- endmacro -%}

${dispatched("position", "substring_text, string_text")}
{% macro default__position(substring_text, string_text) %}

    position(
        {{ substring_text }} in {{ string_text }}
    )

{%- endmacro -%}

${dispatched("replace", "field, old_chars, new_chars")}
{% macro clickhouse__replace(field, old_chars, new_chars) %}
   replaceAll({{ field }},'{{ old_chars }}','{{ new_chars }}')
{% endmacro %}
{% macro default__replace(field, old_chars, new_chars) %}

    replace(
        {{ field }},
        {{ old_chars }},
        {{ new_chars }}
    )


{% endmacro %}

${dispatched("right", "string_text, length_expression")}
{% macro default__right(string_text, length_expression) %}

    right(
        {{ string_text }},
        {{ length_expression }}
    )

{%- endmacro -%}

${dispatched("split_part", "string_text, delimiter_text, part_number")}
{% macro clickhouse__split_part(string_text, delimiter_text, part_number) %}
    splitByString({{ delimiter_text }}, {{ string_text }})[{{ part_number }}]
{% endmacro %}
{% macro default__split_part(string_text, delimiter_text, part_number) %}

    split_part(
        {{ string_text }},
        {{ delimiter_text }},
        {{ part_number }}
        )

{% endmacro %}
{% macro _split_part_negative(string_text, delimiter_text, part_number) %}

    split_part(
        {{ string_text }},
        {{ delimiter_text }},
          length({{ string_text }})
          - length(
              replace({{ string_text }},  {{ delimiter_text }}, '')
          ) + 2 + {{ part_number }}
        )

{% endmacro %}

${dispatched("listagg", `measure, delimiter_text="','", order_by_clause=none, limit_num=none`)}
{% macro clickhouse__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
  {%- set words = order_by_clause.split() if order_by_clause else [] -%}
  {%- set sorted = words[:2] | join(' ') | lower == 'order by' -%}
  {%- if sorted and ',' in words -%}
    {{ exceptions.raise_compiler_error('ClickHouse does not support multiple order by fields.') }}
  {%- endif -%}
  {%- set backwards = sorted and 'desc' in words[3:] | join | lower -%}
  {%- set pairs = 'arrayZip(array_agg(' ~ measure ~ '), array_agg(' ~ words[2] ~ '))' -%}
  {%- set items = 'array_agg(' ~ measure ~ ')' if not sorted else
      'arrayMap(x -> x.1, array' ~ ('Reverse' if backwards else '') ~ 'Sort(x -> x.2, ' ~ pairs ~ '))' -%}
  {#- The blank lines are those that real dbt leaves in front. -#}
  {%- for width in ([] if not sorted else [6, 6, 6, 6, 8, 6, 6] if backwards else [6, 6, 6, 6, 6]) -%}
    {{ '\n' ~ ' ' * width }}
  {%- endfor -%}
  {{ '\n\n      \n    ' if sorted }}{{ '\n\n    arrayStringConcat(' }}
  {%- if limit_num -%} arraySlice({{ items }}, 1, {{ limit_num }}), {{ delimiter_text }}){{ '\n    ' }}
  {%- else -%} {{ items }}, {{ delimiter_text }})
  {%- endif -%}
{%- endmacro %}

${dispatched("array_append", "array, new_element")}
{% macro clickhouse__array_append(array, new_element) -%}
    arrayPushBack({{ array }}, {{ new_element }})
{% endmacro %}
{% macro default__array_append(array, new_element) -%}
    array_append({{ array }}, {{ new_element }})
{%- endmacro %}

${dispatched("array_concat", "array_1, array_2")}
{% macro clickhouse__array_concat(array_1, array_2) -%}
   arrayConcat({{ array_1 }}, {{ array_2 }})
{% endmacro %}
{% macro default__array_concat(array_1, array_2) -%}
    array_cat({{ array_1 }}, {{ array_2 }})
{%- endmacro %}

${dispatched("array_construct", "inputs=[], data_type=api.Column.translate_type('integer')")}
{% macro clickhouse__array_construct(inputs, data_type) -%}
    {% if inputs | length > 0 %}
    [ {{ inputs | join(' , ') }} ]
    {% else %}
    emptyArray{{ data_type }}()
    {% endif %}
{%- endmacro %}
{% macro default__array_construct(inputs, data_type) -%}
    {% if inputs | length > 0 %}
    array[ {{ inputs | join(' , ') }} ]
    {% else %}
    array[]::{{ data_type }}[]
    {% endif %}
{%- endmacro %}

${dispatched("except")}
{% macro default__except() %}

    except

{% endmacro %}
${dispatched("intersect")}
{% macro default__intersect() %}

    intersect

{% endmacro %}

{% macro equals(expr1, expr2) %}
    {{ return(adapter.dispatch('equals', 'dbt')(expr1, expr2)) }}
{%- endmacro %}
{% macro default__equals(expr1, expr2) -%}
    ({{ expr1 }} = {{ expr2 }})
{% endmacro %}

${dispatched("escape_single_quotes", "expression")}
{% macro default__escape_single_quotes(expression) -%}
{{ expression | replace("'", "''") }}
{%- endmacro %}

${dispatched("string_literal", "value")}
{% macro default__string_literal(value) -%}
    '{{ value }}'
{%- endmacro %}
`
