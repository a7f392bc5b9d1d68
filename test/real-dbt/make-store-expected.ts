/**
 * Has real dbt compile the templates of `fixtures/jinja/store`, which ask the store, and keeps the results.
 *
 * `node test/real-dbt/make-store-expected.ts FOLDER`, with a Python environment in FOLDER that has dbt.
 */

import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { profile, versions } from "../../packages/dbt-ts/test/conformance/dbt/RealDbt.ts"
import {
  modelName,
  setup,
  templates,
  writeProject
} from "../../packages/dbt-ts/test/conformance/jinja/StoreTemplates.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { openStoreServer, writer } from "./StoreServer.ts"

const [venv = ""] = scriptArguments(import.meta.filename, { allowPositionals: true }, 1).positionals
const work = mkdtempSync(join(tmpdir(), "corridor-jinja-store-"))
const projectDir = join(work, "project")

const dbt = (args: ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(join(venv, "bin", "dbt"), args)
    let said = ""
    child.stdout.on("data", (text) => {
      said += text
    })
    child.on("close", () => resolve(said))
  })

const main = Effect.gen(function* () {
  const server = yield* openStoreServer(join(work, "store"))
  for (const statement of setup) yield* Effect.promise(() => server.send(statement))
  mkdirSync(projectDir)
  writeProject(projectDir)
  const place = { port: server.port, user: writer.name, password: writer.password, schema: "mart" }
  writeFileSync(join(projectDir, "profiles.yml"), profile(place))
  const said = yield* Effect.promise(() =>
    dbt(["-q", "compile", "--project-dir", projectDir, "--profiles-dir", projectDir, "--no-use-colors"])
  )
  const cases = templates.map((template, index) => {
    const file = join(projectDir, "target", "compiled", "corridor", "models", `${modelName(index)}.sql`)
    try {
      return { template, output: readFileSync(file, "utf8") }
    } catch {
      throw new Error(said)
    }
  })
  const document = { comment: "Written by make-store-expected.ts", ...versions, cases }
  const file = new URL("../../packages/dbt-ts/test/conformance/fixtures/jinja/store/expected.json", import.meta.url)
  writeFileSync(file, `${JSON.stringify(document, null, 1)}\n`)
  console.log(`${cases.length} templates`)
}).pipe(Effect.scoped)

try {
  await Effect.runPromise(main)
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exit(0)
