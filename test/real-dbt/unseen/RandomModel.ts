/** A model that selects `id`, `v` and `t` from others, in one of many common styles. */
import type { Dice } from "./Dice.ts"

export interface Parent {
  /** As a template names it: `ref('m3')`. */
  readonly call: string
}

const words = (dice: Dice): string =>
  dice.one([
    "{{ var('one') }}",
    "{{ var('two', 'dflt') }}",
    "{{ this.identifier }}",
    "{{ model.name }}/{{ model.config.materialized }}",
    "{{ config.get('tags') | join('+') }}",
    "{{ [1, 2, 3] | map('string') | join('-') }}",
    "{{ {'a': 1, 'b': none} | length }}",
    "{% for i in range(3) %}{{ loop.index0 }}{% if not loop.last %},{% endif %}{% endfor %}",
    "{%- for k, v in {'x': 1, 'y': 2}.items() %} {{ k }}={{ v }} {%- endfor -%}",
    "{% set n = namespace(s='') %}{% for c in 'abc' %}{% set n.s = c ~ n.s %}{% endfor %}{{ n.s }}",
    "{{ shout('hey') }}",
    "{% call box() %}in{% endcall %}",
    "{{ 'yes' if target.schema is string else 'no' }}",
    "{{ '%05.2f' | format(3.14159) }}",
    "{{ 7 // 2 }}{{ 7 / 2 }}{{ 2 ** 3 }}",
    "{{ 'a,b'.split(',')[-1] }}",
    "{{ execute }}",
    "{{ ['b', 'a'] | sort | first }}",
    "{{ env_var('DBT_HOUSE', 'none') }}",
    "{{ dbt.type_string() }}",
    "{{ modules.datetime.date(2020, 1, 1).isoformat() }}",
    "{{ tojson({'a': [1, true, none]}) }}",
    "{{ 'x' ~ 1 ~ none ~ 2.0 }}",
    "{{ (1, 2) }}",
    "{{ [none, true, 1.0] }}",
    "{{ 'Text' | lower | replace('t', 'T') | reverse }}"
  ])

const rows = (dice: Dice, parents: ReadonlyArray<Parent>): string => {
  const text = `'${words(dice)}' as t`
  const [a, b] = parents
  if (a === undefined) {
    return dice.one([
      `select number as id, toInt64(number * ${1 + dice.number(9)}) as v, ${text} from numbers(${1 + dice.number(20)})`,
      `select toUInt64(${dice.number(9)}) as id, toInt64(1) as v, ${text}`,
      `select id, toInt64(length(toString(id))) as v, ${text} from {{ ref('seed_a') }}`,
      `select id, v, ${text} from {{ source('raw', 'events') }}`
    ])
  }
  const one = `{{ ${a.call} }}`
  if (b === undefined) {
    return dice.one([
      `select toUInt64(id) as id, v + 1 as v, ${text} from ${one}`,
      `select toUInt64(id) as id, v, ${text} from ${one} where v % 2 = {{ ${dice.number(2)} }}`,
      `with x as (select * from ${one}) select toUInt64(id) as id, v, ${text} from x`,
      `select toUInt64(id) as id, sum(v) as v, any(${text.replace(" as t", "")}) as t from ${one} group by id`,
      `{%- set wanted = ['id', 'v'] -%}\nselect {% for w in wanted %}{{ w }}, {% endfor %}${text} from ${one}`,
      `-- with in a comment\nselect * from (with y as (select 1) select toUInt64(id) as id, v, ${text} from ${one})`
    ])
  }
  const two = `{{ ${b.call} }}`
  return dice.one([
    `select toUInt64(a.id) as id, a.v + b.v as v, ${text} from ${one} a join ${two} b on b.id = a.id`,
    `select toUInt64(id) as id, v, t from ${one} union all select toUInt64(id), v, ${text} from ${two}`,
    `WITH a AS (select * from ${one}),\n b AS (select * from ${two})\nselect toUInt64(a.id) as id, a.v as v, ${text} from a left join b on a.id = b.id`,
    `/* c */ with a as (select id, v from ${one}) -- d\n, b as (select id, v from ${two}) select toUInt64(id) as id, v, ${text} from (select * from a union all select * from b)`
  ])
}

const around = (dice: Dice, sql: string): string =>
  dice.one([
    sql,
    `${sql}\n`,
    `\n\n${sql}\n\n`,
    `{# note #}\n${sql}`,
    `{#- note -#}\n${sql}\n{#- end #}\n`,
    `  ${sql}  `,
    `${sql}\r\n`,
    `{% if true -%}\n${sql}\n{%- endif %}`,
    `{% set unused = 1 %}\n\n{%- set also = [] -%}\n${sql}`
  ])

/** The text of a model's file; `config` is the inside of its `config(...)`, empty when it has none. */
export const randomModel = (dice: Dice, config: string, parents: ReadonlyArray<Parent>): string => {
  const sql = around(dice, rows(dice, parents))
  if (config === "") return sql
  return dice.one([
    `{{ config(${config}) }}\n${sql}`,
    `{{ config(${config}) -}}\n${sql}`,
    `{{\n  config(\n    ${config.replaceAll("=[", " = [")}\n  )\n}}\n\n${sql}`,
    `${sql}\n{{ config(${config}) }}`
  ])
}
