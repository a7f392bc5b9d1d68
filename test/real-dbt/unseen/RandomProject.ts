/** A small project generated from a seed, and the commands that it is tested with. */
import { stringify } from "yaml"
import type { Project } from "../../../packages/dbt-ts/test/conformance/dbt/FoundProject.ts"
import { type Dice, makeDice } from "./Dice.ts"
import { randomModel } from "./RandomModel.ts"
import { randomSeed } from "./RandomSeed.ts"

interface Made {
  readonly name: string
  readonly materialized: string
  readonly config: string
  readonly properties: Record<string, unknown>
  readonly folder: string
}

const materials = ["view", "table", "ephemeral", "incremental", "table", "view", "ephemeral"]

const quoted = (list: ReadonlyArray<string>): string => `[${list.map((text) => `'${text}'`).join(", ")}]`

const randomConfig = (dice: Dice, materialized: string, folder: string) => {
  const inFile: Array<string> = []
  const inProperties: Record<string, unknown> = {}
  const say = (key: string, value: unknown, text: string) => {
    if (dice.chance(0.6)) inFile.push(`${key}=${text}`)
    else inProperties[key] = value
  }
  if (materialized !== (folder === "deep" ? "table" : "view")) say("materialized", materialized, `'${materialized}'`)
  const table = materialized === "table" || materialized === "incremental"
  if (table && dice.chance(0.6)) say("order_by", ["id"], dice.one(["['id']", "'id'", "('id')", '"id"']))
  if (table && dice.chance(0.2)) say("partition_by", "id % 3", "'id % 3'")
  if (table && dice.chance(0.2)) say("settings", { index_granularity: 1024 }, "{'index_granularity': 1024}")
  if (table && dice.chance(0.15)) say("engine", "ReplacingMergeTree()", "'ReplacingMergeTree()'")
  if (dice.chance(0.3)) {
    const tags = dice.some(["red", "green", "blue"], 2)
    say("tags", tags, quoted(tags))
  }
  if (dice.chance(0.15) && materialized !== "ephemeral") say("alias", "given_name", "model.name ~ '_aliased'")
  if (dice.chance(0.15)) say("schema", "side", "'side'")
  if (dice.chance(0.2)) say("meta", { level: 1 }, "{'level': 2, 'more': [1]}")
  if (materialized === "incremental") {
    const strategy = dice.one(["append", "delete+insert", "delete_insert", "legacy", "none"])
    if (strategy !== "none") say("incremental_strategy", strategy, `'${strategy}'`)
    if (strategy !== "append" && dice.chance(0.8)) say("unique_key", "id", dice.one(["'id'", "['id']", "['id', 'v']"]))
  }
  // Two models of one alias would be one table.
  if (inProperties["alias"] !== undefined) delete inProperties["alias"]
  return { inFile: inFile.join(", "), inProperties }
}

const randomTests = (dice: Dice, others: ReadonlyArray<Made>): ReadonlyArray<unknown> =>
  dice.some<unknown>(
    [
      // Two of one name and arguments would have one id.
      dice.one<unknown>(["unique", { unique: { config: { where: "id > 1", warn_if: ">1", error_if: ">100" } } }]),
      dice.one<unknown>(["not_null", { not_null: { config: { severity: "warn" } } }]),
      { accepted_values: { values: [0, 1, 2], quote: false, severity: "warn" } },
      { accepted_values: { arguments: { values: ["1", "2", "a b"] }, config: { severity: "warn", limit: 2 } } },
      { small: { below: 3, config: { severity: "warn", fail_calc: "sum(id)" } } },
      { small: { arguments: { below: 100000 }, name: `named_${dice.number(1000000)}`, tags: ["t"] } },
      { small: { below: 2.5, config: { store_failures: true, severity: "warn" } } },
      ...(others.length === 0
        ? []
        : [{ relationships: { to: `ref('${dice.one(others).name}')`, field: "id", config: { severity: "warn" } } }])
    ],
    3
  )

const macros = `{% macro shout(word) -%}
  {{ word | upper }}!
{%- endmacro %}
{% macro box() %}[{{ caller() }}]{% endmacro %}
{% test small(model, column_name, below) %}
select * from {{ model }} where {{ column_name }} >= {{ below }}
{% endtest %}
`

export const randomProject = (seed: number): Project => {
  const dice = makeDice(seed)
  const name = `unseen_${seed}`
  const files: Record<string, string> = { "macros/all.sql": macros }
  const made: Array<Made> = []
  const count = 6 + dice.number(8)
  for (let index = 0; index < count; index++) {
    const model = `m${index}_${dice.one(["routes", "places", "help", "a_rather_long_name_that_makes_tests_long"])}`
    const folder = dice.one(["", "flat", "deep", "deep/er"])
    const materialized = dice.one(materials)
    const parents = dice.some(made, Math.min(made.length, 2)).map((parent) => ({
      call: dice.one([`ref('${parent.name}')`, `ref("${parent.name}")`, `ref('${name}', '${parent.name}')`])
    }))
    const { inFile, inProperties } = randomConfig(dice, materialized, folder.split("/")[0] ?? "")
    const path = ["models", ...(folder === "" ? [] : [folder]), `${model}.sql`].join("/")
    files[path] = randomModel(dice, inFile, parents)
    const one: Made = { name: model, materialized, config: inFile, folder, properties: {} }
    const tests = randomTests(
      dice,
      made.filter((other) => other.materialized !== "ephemeral")
    )
    if (Object.keys(inProperties).length > 0) one.properties["config"] = inProperties
    if (dice.chance(0.3)) one.properties["description"] = dice.one(["What it is.", "{{ doc('it') }}", "a: 'b' \"c\""])
    if (tests.length > 0)
      one.properties["columns"] = [{ name: "id", description: "key", [dice.one(["tests", "data_tests"])]: tests }]
    made.push(one)
  }
  files["models/it.md"] = "{% docs it %}\nIt is\n  this.\n{% enddocs %}\n"
  const described = made.filter(({ properties }) => Object.keys(properties).length > 0)
  files["models/models.yml"] = stringify({
    version: 2,
    models: described.map(({ name: model, properties }) => ({ name: model, ...properties })),
    sources: [
      { name: "raw", schema: "raw_rows", tables: [{ name: "events", columns: [{ name: "id", tests: ["not_null"] }] }] }
    ]
  })
  const first = randomSeed(dice)
  files["seeds/seed_a.csv"] = first.csv
  files["seeds/seed_b.csv"] = randomSeed(dice).csv
  if (dice.chance(0.7)) {
    const of = dice.one(made)
    files["tests/singular.sql"] = `{{ config(severity='warn') }}\nselect * from {{ ref('${of.name}') }} where v < 0`
  }
  if (dice.chance(0.6)) {
    files["snapshots/history.sql"] =
      `{% snapshot history %}\n{{ config(target_schema='${name}_history', unique_key='id', strategy='check', check_cols=['v']) }}\nselect id, v from {{ source('raw', 'events') }}\n{% endsnapshot %}\n`
  }
  files["dbt_project.yml"] = stringify({
    name,
    version: "1.0",
    profile: "corridor",
    vars: { one: dice.one([1, "text", true, null, 1.5, ["l", 1]]), [name]: { inner: 1 } },
    models: {
      [name]: { "+tags": "all", deep: { "+materialized": "table", er: { "+tags": ["deeper"], "+schema": "below" } } }
    },
    seeds: dice.chance(0.5) ? { "+schema": "seeds" } : { [name]: { seed_b: { "+quote_columns": true } } }
  })
  const some = dice.one(made).name
  const more = [
    "insert into raw_rows.events values (7, 70, 'z'), (1, 11, 'a')",
    "alter table raw_rows.events delete where id = 2 settings mutations_sync = 1"
  ]
  const selection = dice.one([
    `+${some}`,
    `${some}+`,
    `@${some}`,
    "tag:red",
    "path:models/deep",
    "config.materialized:table",
    `1+${some}+1`
  ])
  return {
    files,
    scenario: {
      project: name,
      schema: name,
      env: { DBT_HOUSE: "north" },
      halfMade: [],
      contested: [],
      steps: [
        {
          kind: "sql",
          statements: [
            "create database raw_rows",
            "create table raw_rows.events (id UInt64, v Int64, t String) engine = MergeTree order by id",
            "insert into raw_rows.events values (1, 10, 'a'), (2, 20, 'b'), (3, -5, 'c')"
          ]
        },
        { kind: "dbt", arguments: ["build"], documents: ["manifest"] },
        { kind: "sql", statements: more },
        { kind: "dbt", arguments: ["build"] },
        { kind: "dbt", arguments: ["run", "--full-refresh", "--select", selection] },
        {
          kind: "list",
          selections: [
            ["--select", selection],
            ["--select", `${some}`, "--exclude", "resource_type:test"]
          ]
        }
      ]
    }
  }
}
