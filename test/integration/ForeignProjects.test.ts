/** A dbt project that is not Corridor's never writes to the product's databases, whichever way it tries. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { build, runOperation, show, snapshot } from "@corridor/dbt-ts/Transform"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { transformFolder } from "../../infra/marts/BuildMarts.ts"
import { openTransform } from "../../infra/marts/TransformProject.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("foreign")

type Files = Readonly<Record<string, string>>

let count = 0
const project = (files: Files, name = "corridor"): string => {
  const projectDir = join(folder, `project-${count++}`)
  const all = { "dbt_project.yml": `name: ${name}\nmodels: { +materialized: table }\n`, ...files }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(projectDir, path)), { recursive: true })
    writeFileSync(join(projectDir, path), text)
  }
  return projectDir
}

const model = (config: string) => `{{ config(${config}) }} select 1 as replaced`

const ownSchema = "{% macro generate_schema_name(custom, node) %}corridor_mart{% endmacro %}"

/** Ways to replace `corridor_mart.flows`, with `build`. */
const attempts: Readonly<Record<string, Files>> = {
  "a schema in its configuration": { "models/flows.sql": model("schema='mart'") },
  "a macro that names schemas": { "models/flows.sql": model(""), "macros/names.sql": ownSchema },
  "a schema in dbt_project.yml": {
    "dbt_project.yml": "name: corridor\nmodels: { +schema: mart, +materialized: table }\n",
    "models/flows.sql": "select 1 as replaced"
  },
  "a seed": {
    "macros/names.sql": ownSchema,
    "seeds/flows.csv": "replaced\n1\n"
  },
  "a view": { "macros/names.sql": ownSchema, "models/flows.sql": model("materialized='view'") },
  "an incremental model": { "macros/names.sql": ownSchema, "models/flows.sql": model("materialized='incremental'") },
  "a hook": { "models/own.sql": model("post_hook='drop table corridor_mart.flows'") },
  "a hook that another hook prepares": {
    "models/own.sql": model(
      "pre_hook=\"create table {{ this.schema }}.b (replaced Int8) engine = Buffer('corridor_mart', 'flows', 1, 0, 1, 1, 1, 1, 1)\", post_hook='insert into {{ this.schema }}.b values (1)'"
    )
  },
  "a setting that is a parameter": {
    "models/own.sql": model(
      "pre_hook=\"set param_db = 'corridor_mart'\", post_hook='insert into {db:Identifier}.flows (n) values (9)'"
    )
  },
  "on-run-start": {
    "dbt_project.yml": "name: corridor\non-run-start: truncate table corridor_mart.flows\n",
    "models/own.sql": model("")
  },
  "a query of a template": {
    "models/own.sql": "{% if execute %}{% do run_query('drop table corridor_mart.flows') %}{% endif %} select 1 as a"
  },
  "a macro of the adapter": {
    "models/own.sql":
      "{% if execute %}{% do adapter.drop_relation(api.Relation.create(schema='corridor_mart', identifier='flows')) %}{% endif %} select 1 as a"
  },
  "a singular test's table": {
    "macros/names.sql": ownSchema,
    "tests/flows.sql": "{{ config(store_failures=true, alias='flows') }} select 1 as replaced"
  }
}

layer(Layer.mergeAll(embeddedWarehouse(join(folder, "store")), NodeServices.layer), { excludeTestServices: true })(
  "a foreign project",
  (it) => {
    const flows = Effect.gen(function* () {
      const warehouse = yield* Warehouse
      return yield* warehouse.query<{ n: number }>("select * from corridor_mart.flows")
    })
    const prepare = Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* warehouse.command("create database if not exists corridor_mart")
      yield* warehouse.command("create table if not exists corridor_mart.flows (n Int8) engine = MergeTree order by n")
      if ((yield* flows).length === 0) yield* warehouse.command("insert into corridor_mart.flows values (7)")
    })
    const open = Effect.fnUntraced(function* (projectDir: string) {
      const opened = yield* openTransform(projectDir, undefined, Layer.succeed(Warehouse, yield* Warehouse))
      return { options: { projectDir, target: opened.target }, store: opened.store }
    })

    for (const [way, files] of Object.entries(attempts)) {
      it.effect(`cannot replace a mart by ${way}`, () =>
        Effect.gen(function* () {
          yield* prepare
          const { options, store } = yield* open(project(files))
          const result = yield* Effect.result(Effect.provide(build(options), store))
          const isRefused =
            result._tag === "Failure"
              ? /belongs to another project|not permitted/.test(result.failure.message)
              : result.success.results.some(({ message }) =>
                  /belongs to another project|not permitted/.test(message ?? "")
                )
          assert.isTrue(isRefused, JSON.stringify(result))
          assert.deepStrictEqual(yield* flows, [{ n: 7 }])
        })
      )
    }

    it.effect("cannot replace a mart by an operation or a snapshot", () =>
      Effect.gen(function* () {
        yield* prepare
        const { options, store } = yield* open(
          project({
            "macros/names.sql": `${ownSchema} {% macro wipe() %}{% do run_query('truncate table corridor_mart.flows') %}{% endmacro %}`,
            "snapshots/flows.sql":
              "{% snapshot flows %}{{ config(unique_key='n', strategy='check', check_cols='all') }} select 1 as n{% endsnapshot %}"
          })
        )
        assert.match(
          (yield* Effect.flip(Effect.provide(runOperation({ ...options, macro: "wipe" }), store))).message,
          /belongs to another project/
        )
        assert.match(
          (yield* Effect.flip(Effect.provide(snapshot(options), store))).message,
          /belongs to another project/
        )
        assert.deepStrictEqual(yield* flows, [{ n: 7 }])
      })
    )

    it.effect("builds in the database of its name, and may read the marts", () =>
      Effect.gen(function* () {
        yield* prepare
        const files = {
          "models/flows.sql": "select n + 1 as n from corridor_mart.flows",
          "seeds/s.csv": 'a,b\n1,"x\n\ny"\n'
        }
        const { options, store } = yield* open(project(files, "shelter"))
        const { results, failed } = yield* Effect.provide(build(options), store)
        assert.strictEqual(failed, 0, JSON.stringify(results))
        const shown = yield* Effect.provide(show({ ...options, select: ["flows"] }), store)
        assert.deepStrictEqual(shown.rows, [{ n: 8 }])
        assert.strictEqual(options.target.schema, "shelter")
      })
    )

    it.effect("is every project outside the product's own folder, with the same files and name, too", () =>
      Effect.gen(function* () {
        const copy = join(folder, "copy")
        cpSync(join(transformFolder, "dbt_project.yml"), join(copy, "dbt_project.yml"))
        assert.strictEqual((yield* open(copy)).options.target.schema, "corridor")
        const link = join(folder, "link")
        symlinkSync(transformFolder, link)
        assert.strictEqual((yield* open(link)).options.target.schema, "corridor_mart")
        assert.strictEqual((yield* open(`${transformFolder}/../transform/`)).options.target.schema, "corridor_mart")
      })
    )
  }
)
