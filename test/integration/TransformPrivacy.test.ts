/** Projects that declare privacy classes, run on the embedded store: what may not be exposed is not built. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { build, compile } from "@corridor/dbt-ts/Transform"
import { defaultTarget } from "@corridor/dbt-ts/TransformOptions"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("privacy")

const target = { ...defaultTarget, schema: "mart" }

/** A small project with Corridor's own lowering macros over persons with an origin, a form and a day. */
const common: Readonly<Record<string, string>> = {
  "dbt_project.yml": `
name: small
profile: small
vars:
  privacy_lowerings:
    counted: { from: [quasi, sensitive, precise, pseudonym], to: aggregate, functions: [count, countIf, uniqExact, uniqExactIf], groups: true }
    summarised: { from: [quasi, sensitive, precise], to: aggregate, functions: [median, avg], guarded: true }
    hashed: { from: [quasi, pseudonym], to: aggregate, functions: [cityHash64] }
    generalised: { from: [precise], to: quasi, functions: [toStartOfMonth, toYear, toStartOfYear, substring, multiIf] }
models:
  small:
    steps:
      +materialized: view
      +meta: { privacy: { may_expose: [open, quasi, sensitive, precise, pseudonym] } }
    marts:
      +materialized: table
      +meta: { privacy: { may_expose: [open, aggregate, dimension] } }
`,
  "models/sources.yml": `
sources:
  - name: raw
    schema: raw_small
    tables:
      - name: person
        columns:
          - { name: partner, config: { meta: { privacy: open } } }
          - { name: person, config: { meta: { privacy: pseudonym } } }
          - { name: origin, config: { meta: { privacy: quasi } } }
          - { name: form, config: { meta: { privacy: sensitive } } }
          - { name: day, config: { meta: { privacy: precise } } }
          - { name: is_invented, config: { meta: { privacy: open } } }
          - { name: token, config: { meta: { privacy: secret } } }
`,
  "models/steps/persons.sql":
    "with source as (select * from {{ source('raw', 'person') }})\nselect * except (token) from source",
  "macros/privacy/hashed.sql":
    "{% macro hashed(expression) -%}\n/* privacy: hashed */ {{ expression }}\n{%- endmacro %}",
  ...Object.fromEntries(
    ["counted", "summarised", "generalised"].map((name) => [
      `macros/privacy/${name}.sql`,
      readFileSync(new URL(`../../transform/macros/privacy/${name}.sql`, import.meta.url), "utf8")
    ])
  )
}

let made = 0

const project = (files: Readonly<Record<string, string>>) => {
  const projectDir = join(folder, `project-${made++}`)
  for (const [path, text] of Object.entries({ ...common, ...files })) {
    mkdirSync(dirname(join(projectDir, path)), { recursive: true })
    writeFileSync(join(projectDir, path), text)
  }
  return { projectDir, target }
}

/** What the mart of that SQL ends with: its status and message. */
const mart = Effect.fn("test.mart")(function* (sql: string, more: Readonly<Record<string, string>> = {}) {
  const options = project({ "models/marts/result.sql": sql, ...more })
  const { results } = yield* build(options)
  const found = results.find(({ name }) => name === "result")
  return { status: found?.status, message: found?.message ?? "", options }
})

interface ManifestColumn {
  readonly meta: {
    readonly corridor_privacy: {
      readonly class: string
      readonly lowered: ReadonlyArray<string>
      readonly path: ReadonlyArray<string>
    }
  }
}

/** The columns of `result` in the manifest that a build left. */
const columnsOf = (projectDir: string): Readonly<Record<string, ManifestColumn>> =>
  JSON.parse(readFileSync(join(projectDir, "target/manifest.json"), "utf8")).nodes["model.small.result"].columns

const good = `
select origin, form, {{ counted('uniqExact(partner, person)') }} as victims, max(is_invented) as invented
from {{ ref('persons') }}
group by origin, form`

/** What a mart must not be, and parts of the refusal: the class, and the lineage from the column to the source. */
const refused: ReadonlyArray<readonly [what: string, sql: string, words: ReadonlyArray<string>]> = [
  [
    "a row of a person",
    "select person, origin from {{ ref('persons') }}",
    [
      "result.person is 'pseudonym'",
      "result.person <- persons.person (models/steps/persons.sql) <- source.raw.person.person",
      "result.origin is 'quasi'"
    ]
  ],
  [
    "rows of persons with open columns alone",
    "select partner from {{ ref('persons') }}",
    ["the presence of rows in result is 'pseudonym'"]
  ],
  [
    "a count that no macro wrote",
    "select origin, count() as n from {{ ref('persons') }} group by origin",
    ["result.n is 'quasi'"]
  ],
  [
    "a list of persons next to a count",
    `select origin, {{ counted('count()') }} as n, groupArray(person) as who from {{ ref('persons') }} group by origin`,
    ["result.who is 'pseudonym'"]
  ],
  [
    "any value of a person next to a count",
    `select origin, {{ counted('count()') }} as n, any(form) as f from {{ ref('persons') }} group by origin`,
    ["result.f is 'sensitive'", "source.raw.person.form"]
  ],
  [
    "groups that are persons, though the list does not say so",
    `select origin, {{ counted('count()') }} as n from {{ ref('persons') }} group by origin, person`,
    ["the presence of rows in result is 'pseudonym'"]
  ],
  [
    "groups by a precise value",
    `select day, {{ counted('count()') }} as n from {{ ref('persons') }} group by day`,
    ["result.day is 'precise'"]
  ],
  [
    "a count of one person",
    `select origin, {{ counted('count()') }} as n from {{ ref('persons') }} where person = 'x' group by origin`,
    ["compared with a constant", "'direct'"]
  ],
  [
    "a count whose groups are those of another column",
    `select origin, form, n from (select origin, {{ counted('count()') }} as n from {{ ref('persons') }} group by origin)
     join {{ ref('persons') }} as p using (origin)`,
    ["result.form is 'sensitive'", "the presence of rows in result is 'pseudonym'"]
  ],
  [
    "groups whose size is left out",
    `select origin from (select origin, {{ counted('count()') }} as n from {{ ref('persons') }} group by origin)`,
    ["result has dimensions of groups of persons but no count of each group"]
  ],
  [
    "a window that counts groups and no persons",
    `select origin, {{ counted('count() over ()') }} as n from {{ ref('persons') }} group by origin`,
    ["result.origin is 'quasi'", "result.n is 'quasi'"]
  ],
  [
    "columns of one name in a union, whose places are not sure",
    "select 1 as a, partner as a from {{ ref('persons') }} union all select 2 as a, person as a from {{ ref('persons') }}",
    ["a part of the union has two columns of the same name"]
  ],
  [
    "a mark that was typed",
    "select origin, /* privacy: counted */ count() as n from {{ ref('persons') }} group by origin",
    ["'privacy: counted' was not written by a macro that may lower a class"]
  ],
  [
    "a mark that a template put together",
    `select origin, {{ '/* pri' ~ 'vacy: counted */' }} count() as n from {{ ref('persons') }} group by origin`,
    ["was not written by a macro"]
  ],
  [
    "a mark that is hidden in what the macro is given",
    `select {{ counted('count() as n, /* privacy: counted */ any(person)') }} as who from {{ ref('persons') }}`,
    ["was not written by a macro"]
  ],
  [
    "a macro given what it may not lower",
    `select {{ counted('any(person)') }} as who from {{ ref('persons') }}`,
    ["counted lowers count", "not 'any'"]
  ],
  [
    "a median that nothing guards",
    `select origin, {{ summarised('median(length(form))', 'count()', 1) }} as m from {{ ref('persons') }} group by origin`,
    ["summarised lowers only 'if(count >= least, statistic, null)'"]
  ],
  [
    "a hash of a person under a macro that may hash counts",
    `select {{ hashed('cityHash64(person)') }} as x, {{ counted('count()') }} as n from {{ ref('persons') }} group by x`,
    ["result.x is 'pseudonym'"]
  ],
  [
    "a table that is not the project's",
    "select query from system.processes",
    ["the table 'system.processes' is not a model"]
  ],
  [
    "columns of the store's own tables that may show values",
    "select partition from system.parts",
    ["'partition' is not a column"]
  ],
  ["all columns of them", "select * from system.tables", ["the columns of '*' are not known here"]],
  ["what is not understood", "select origin, from where", ["what result exposes is not known", "line 1"]],
  [
    "values of persons that a template asks for and prints",
    `{% set found = run_query("select distinct person from raw_small.person") %}
     select {{ found.rows | length if execute else 0 }} as n`,
    ["result.n is 'pseudonym'", "source.raw.person.person"]
  ],
  ["a secret", "select token from {{ source('raw', 'person') }}", ["result.token is 'secret'"]],
  ["a model that says nothing", "select 1 as one", ["result does not declare what it may expose"]]
]

layer(Layer.mergeAll(over(embeddedWarehouse(join(folder, "store"))), NodeServices.layer), {
  excludeTestServices: true
})("privacy in lineage", (it) => {
  it.effect("a mart of counts is built, with the class and the way of each column in the manifest", () =>
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* warehouse.command("create database raw_small")
      yield* warehouse.command(
        "create table raw_small.person (partner String, person String, origin String, form String, day Date, is_invented UInt8, token String) engine = MergeTree order by partner"
      )
      const { status, message, options } = yield* mart(good)
      assert.strictEqual(status, "success", message)
      const columns = columnsOf(options.projectDir)
      const classes = Object.fromEntries(
        Object.entries(columns).map(([name, { meta }]) => [name, meta.corridor_privacy.class])
      )
      assert.deepStrictEqual(classes, {
        origin: "dimension",
        form: "dimension",
        victims: "aggregate",
        invented: "open"
      })
      assert.deepStrictEqual(columns["form"]?.meta.corridor_privacy.lowered, ["sensitive"])
      assert.deepStrictEqual(columns["origin"]?.meta.corridor_privacy.lowered, ["quasi"])
      assert.deepStrictEqual(columns["victims"]?.meta.corridor_privacy.lowered, ["pseudonym"])
      assert.deepStrictEqual(columns["victims"]?.meta.corridor_privacy.path, [
        "persons.person (models/steps/persons.sql) [pseudonym made aggregate by count, counted]",
        "source.raw.person.person"
      ])
      const compiled = readFileSync(join(options.projectDir, "target/compiled/small/models/marts/result.sql"), "utf8")
      assert.include(compiled, "/* privacy: counted */ uniqExact(partner, person) as victims")
    })
  )

  for (const [what, sql, words] of refused) {
    it.effect(`refuses ${what}`, () =>
      Effect.gen(function* () {
        const undeclared = what === "a model that says nothing"
        const { status, message } = undeclared
          ? yield* Effect.map(
              build(project({ "models/result.sql": sql })),
              ({ results }) => results.find(({ name }) => name === "result") ?? { status: "", message: "" }
            )
          : yield* mart(sql)
        assert.strictEqual(status, "error", message ?? "")
        for (const word of words) assert.include(message, word)
      })
    )
  }

  it.effect("nothing of a refused mart reaches the store, and what reads it is skipped", () =>
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* warehouse.command("drop table if exists mart.result")
      const { results } = yield* build(
        project({
          "models/marts/result.sql": "select person from {{ ref('persons') }}",
          "models/marts/after.sql": "select count() as n from {{ ref('result') }}"
        })
      )
      assert.deepStrictEqual(
        results.map(({ name, status }) => [name, status]),
        [
          ["persons", "success"],
          ["result", "error"],
          ["after", "skipped"]
        ]
      )
      const tables = yield* warehouse.query(
        "select name from system.tables where database = 'mart' and name in ('result', 'after')"
      )
      assert.deepStrictEqual(tables, [])
    })
  )

  it.effect("compile refuses it too", () =>
    Effect.gen(function* () {
      const { results } = yield* compile(
        project({ "models/marts/result.sql": "select origin from {{ ref('persons') }}" })
      )
      const result = results.find(({ name }) => name === "result")
      assert.strictEqual(result?.status, "error")
      assert.include(result?.message, "result.origin is 'quasi'")
    })
  )

  it.effect("a precise value that is generalised may be a dimension, a guarded median is allowed with its count", () =>
    Effect.gen(function* () {
      const { status, message } = yield* mart(`
        select
            {{ generalised('day', 'month') }} as month,
            {{ counted('count()') }} as persons,
            {{ summarised('median(length(form))', 'count()', 11) }} as middle
        from {{ ref('persons') }}
        group by month`)
      assert.strictEqual(status, "success", message)
    })
  )

  it.effect("a template may ask the store about itself", () =>
    Effect.gen(function* () {
      const { status, message } = yield* mart(
        `{% set names = run_query("select name from system.columns where table = 'persons'") %}
         select {{ names.rows | length if execute else 0 }} as n`
      )
      assert.strictEqual(status, "success", message)
    })
  )

  it.effect("an incremental mart that reads itself keeps its classes, and an attack in its later runs is refused", () =>
    Effect.gen(function* () {
      const sql = (later: string) => `
        {{ config(materialized='incremental', incremental_strategy='append') }}
        {% if is_incremental() %}${later}{% else %}${good}{% endif %}`
      const options = project({
        "models/marts/result.sql": sql(
          "select origin, form, victims, invented from {{ this }} where victims > (select max(victims) from {{ this }})"
        )
      })
      const warehouse = yield* Warehouse
      yield* warehouse.command("drop table if exists mart.result")
      const first = yield* build(options)
      const second = yield* build(options)
      assert.deepStrictEqual([first.failed, second.failed], [0, 0], JSON.stringify(second.results))
      assert.strictEqual(columnsOf(options.projectDir)["victims"]?.meta.corridor_privacy.class, "aggregate")
      const file = join(options.projectDir, "models/marts/result.sql")
      writeFileSync(
        file,
        sql(
          "select origin, form, victims, invented from {{ this }} where form in (select form from {{ ref('persons') }})"
        )
      )
      const third = yield* build(options)
      const message = third.results.find(({ name }) => name === "result")?.message
      assert.include(message, "the presence of rows in result is 'pseudonym'")
    })
  )

  it.effect("a hook may not insert into a mart what the mart may not contain", () =>
    Effect.gen(function* () {
      const hooked = (hook: string) => mart(`{{ config(post_hook="${hook}") }}\n${good}`)
      const put = yield* hooked("insert into {{ this }} select person, form, 1, 0 from {{ ref('persons') }}")
      assert.strictEqual(put.status, "error")
      assert.include(put.message, "a hook of result writes 'pseudonym' into mart.result, which may not contain it")
      assert.include(put.message, "persons.person (models/steps/persons.sql) <- source.raw.person.person")
      const elsewhere = yield* hooked("create table mart.copy engine = Memory as select * from {{ ref('persons') }}")
      assert.include(elsewhere.message, "what a hook of result writes cannot be determined")
      const allowed = yield* hooked(
        "insert into {{ this }} select origin, form, {{ counted('count()') }}, 1 from {{ ref('persons') }} group by origin, form"
      )
      assert.strictEqual(allowed.status, "success", allowed.message)
      const plain = yield* hooked("alter table {{ this }} delete where victims = 0")
      assert.strictEqual(plain.status, "success", plain.message)
    })
  )

  it.effect("a snapshot exposes what it keeps, also in its own columns", () =>
    Effect.gen(function* () {
      const snapshot = (expose: string) => ({
        "snapshots/kept.sql": `{% snapshot kept %}
          {{ config(schema='kept', strategy='check', unique_key='person', check_cols=['origin'], meta={'privacy': {'may_expose': [${expose}]}}) }}
          select partner, person, origin from {{ ref('persons') }}
          {% endsnapshot %}`
      })
      const refusedOne = yield* build(project(snapshot("'open', 'quasi'")))
      assert.include(refusedOne.results.find(({ name }) => name === "kept")?.message, "kept.dbt_scd_id is 'pseudonym'")
      const options = project({
        ...snapshot("'open', 'quasi', 'pseudonym'"),
        "models/marts/result.sql": "select dbt_scd_id from {{ ref('kept') }}"
      })
      const { results } = yield* build(options)
      assert.strictEqual(results.find(({ name }) => name === "kept")?.status, "success", JSON.stringify(results))
      assert.include(results.find(({ name }) => name === "result")?.message, "result.dbt_scd_id is 'pseudonym'")
    })
  )

  it.effect("a mart of a mart needs no macro: its rows are groups", () =>
    Effect.gen(function* () {
      const { status, message } = yield* mart(
        "select origin, sum(victims) as victims, count() as forms from {{ ref('counts') }} group by origin",
        { "models/marts/counts.sql": good }
      )
      assert.strictEqual(status, "success", message)
    })
  )

  it.effect("a column of a source's table that the project does not list is refused, since '*' has it", () =>
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* warehouse.command("alter table raw_small.person add column passport String")
      const { results } = yield* build(project({ "models/marts/result.sql": good }))
      yield* warehouse.command("alter table raw_small.person drop column passport")
      assert.include(
        results.find(({ name }) => name === "persons")?.message,
        "column 'passport' of the table of source raw.person"
      )
    })
  )

  it.effect("a model whose SQL cannot be analysed may be trusted, explicitly and with its own classes", () =>
    Effect.gen(function* () {
      const yml = (privacy: string) => `
models:
  - name: result
    config: { meta: { privacy: { may_expose: [open, aggregate, dimension], trust: "reviewed: it lists engines" } } }
    columns: [{ name: engine, config: { meta: { privacy: ${privacy} } } }]`
      const sql = "select name as engine from system.table_engines"
      const believed = yield* mart(sql, { "models/marts/result.yml": yml("open") })
      assert.strictEqual(believed.status, "success", believed.message)
      assert.strictEqual(columnsOf(believed.options.projectDir)["engine"]?.meta.corridor_privacy.class, "open")
      const exposed = yield* mart(sql, { "models/marts/result.yml": yml("quasi") })
      assert.strictEqual(exposed.status, "error")
      assert.include(exposed.message, "its YAML (trusted: reviewed: it lists engines)")
    })
  )

  it.effect("a project without privacy classes is not checked", () =>
    Effect.gen(function* () {
      const options = project({
        "dbt_project.yml": "name: small\nprofile: small\n",
        "models/sources.yml": "sources: [{ name: raw, schema: raw_small, tables: [{ name: person }] }]\n",
        "models/marts/result.sql": "select person, /* privacy: counted */ origin from {{ ref('persons') }}"
      })
      const { failed } = yield* build(options)
      assert.strictEqual(failed, 0)
      assert.isTrue(existsSync(join(options.projectDir, "target/manifest.json")))
    })
  )
})
