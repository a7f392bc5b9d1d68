/** The command `dbt-ts` builds a project on a ClickHouse server, over HTTP. */
import { execFile } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { freePort } from "../../infra/process/FreePort.ts"
import { openChdb } from "../../infra/warehouse/ChdbEngine.ts"
import * as ClickHouseHttpServer from "../../infra/warehouse/http/ClickHouseHttpServer.ts"
import { temporaryFolder } from "./TestStack.ts"

const bin = join(import.meta.dirname, "../../packages/dbt-ts/src/bin.ts")
const password = "writer-secret-writer-secret"

const profile = (port: number) => `shelter:
  target: server
  outputs:
    server:
      type: clickhouse
      host: 127.0.0.1
      port: ${port}
      user: writer
      password: "{{ env_var('DBT_ENV_SECRET_PASSWORD') }}"
      schema: shelter
`

const files = (port: number) => ({
  "dbt_project.yml": "name: shelter\nprofile: shelter\nmodels: { +materialized: table }\n",
  "profiles.yml": profile(port),
  "seeds/calls.csv": "topic,minutes\nhousing,12\nwork,30\nwork,5\n",
  "models/topics.sql":
    "select topic, count() as calls, sum(minutes) as minutes from {{ ref('calls') }} group by topic order by topic",
  "models/recent.sql": `{{ config(materialized='incremental', incremental_strategy='delete_insert', unique_key='topic') }}
select topic, minutes from {{ ref('topics') }} {% if is_incremental() %} where topic = 'work' {% endif %}`,
  "models/topics.yml":
    "models:\n  - name: topics\n    columns:\n      - { name: topic, data_tests: [unique, not_null] }\n"
})

const serve = Effect.gen(function* () {
  const folder = yield* temporaryFolder("dbt-server")
  const engine = yield* openChdb(join(folder, "store"))
  const port = yield* freePort()
  const users = {
    reader: { name: "reader", password: Redacted.make("reader-secret-reader-secret") },
    writer: { name: "writer", password: Redacted.make(password) }
  }
  yield* Layer.build(ClickHouseHttpServer.layer({ engine, users, port }))
  const project = join(folder, "project")
  for (const [path, text] of Object.entries(files(port))) {
    mkdirSync(join(project, path, ".."), { recursive: true })
    writeFileSync(join(project, path), text)
  }
  const dbt = (args: ReadonlyArray<string>, secret = password) =>
    Effect.promise(
      () =>
        new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
          const env = { ...process.env, DBT_ENV_SECRET_PASSWORD: secret }
          execFile(process.execPath, [bin, ...args], { cwd: project, env }, (error, stdout, stderr) =>
            resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
          )
        })
    )
  return dbt
})

it.live("dbt-ts builds, rebuilds and shows a project on a server, and never prints a rejected password", () =>
  Effect.scoped(
    Effect.gen(function* () {
      const dbt = yield* serve
      const built = yield* dbt(["build"])
      assert.strictEqual(built.code, 0, built.stdout + built.stderr)
      assert.match(built.stdout, /3 success, 2 pass/)
      const again = yield* dbt(["run"])
      assert.strictEqual(again.code, 0, again.stdout + again.stderr)
      const shown = yield* dbt(["show", "--select", "topics", "--json"])
      assert.deepStrictEqual(JSON.parse(shown.stdout), {
        node: "topics",
        show: [
          { topic: "housing", calls: 1, minutes: 12 },
          { topic: "work", calls: 2, minutes: 35 }
        ]
      })
      const recent = yield* dbt(["show", "--inline", "select * from {{ ref('recent') }} order by topic", "--json"])
      assert.deepStrictEqual(JSON.parse(recent.stdout).show, [
        { topic: "housing", minutes: 12 },
        { topic: "work", minutes: 35 }
      ])
      const rejected = yield* dbt(["run"], "wrong-secret-wrong-secret")
      assert.notStrictEqual(rejected.code, 0)
      assert.notInclude(rejected.stdout + rejected.stderr, "wrong-secret")
      assert.strictEqual((yield* dbt(["debug"])).code, 2)
    })
  )
)
