/**
 * Has real dbt take the scenarios and writes down what each step left, as `fixtures/dbt/<project>.expected.jsonl`.
 *
 * `node test/real-dbt/make-expected.ts [--venv FOLDER] [--loud] [project…]`; without `--venv` it makes a
 * throw-away environment of Python with the versions named in `RealDbt.ts`.
 */

import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { expectedText } from "../../packages/dbt-ts/test/conformance/dbt/ExpectedFile.ts"
import { ensureVenv, profile, startRealDbt } from "../../packages/dbt-ts/test/conformance/dbt/RealDbt.ts"
import { runScenario, type Seen } from "../../packages/dbt-ts/test/conformance/dbt/RunScenario.ts"
import type { Scenario } from "../../packages/dbt-ts/test/conformance/dbt/Scenario.ts"
import { scenarios } from "../../packages/dbt-ts/test/conformance/dbt/scenarios/scenarios.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { realRunner } from "./RealRunner.ts"
import { openStoreServer, writer } from "./StoreServer.ts"

const { values, positionals } = scriptArguments(import.meta.filename, {
  options: { venv: { type: "string" }, loud: { type: "boolean", default: false } },
  allowPositionals: true
})

const work = mkdtempSync(join(tmpdir(), "corridor-expected-"))
const python = ensureVenv(values.venv ?? join(work, "venv"))
const fixtures = join(import.meta.dirname, "../../packages/dbt-ts/test/conformance/fixtures/dbt")

const take = (scenario: Scenario) =>
  Effect.gen(function* () {
    const folder = join(work, scenario.project)
    cpSync(join(fixtures, scenario.project), folder, { recursive: true })
    const server = yield* openStoreServer(join(work, `${scenario.project}-store`))
    const { name: user, password } = writer
    writeFileSync(join(folder, "profiles.yml"), profile({ port: server.port, user, password, schema: scenario.schema }))
    const dbt = startRealDbt(python, scenario.env, values.loud)
    yield* Effect.addFinalizer(() => Effect.sync(dbt.close))
    yield* Effect.promise(async () => {
      if (existsSync(join(folder, "packages.yml"))) {
        await dbt.run(["deps", "--project-dir", folder, "--profiles-dir", folder])
      }
      const seen: Array<Seen> = []
      for await (const step of runScenario(scenario, folder, realRunner(dbt, server, folder))) {
        seen.push(step)
        if (step.kind === "command") {
          const { arguments: args, success, raised, results } = step.observed
          const counts: Record<string, number> = {}
          for (const { status } of Object.values(results)) counts[status] = (counts[status] ?? 0) + 1
          console.log(
            `${scenario.project}: dbt ${args.join(" ")}: ${success} ${raised ?? ""} ${JSON.stringify(counts)}`
          )
        }
      }
      writeFileSync(join(fixtures, `${scenario.project}.expected.jsonl`), expectedText(scenario, seen))
    })
  }).pipe(Effect.scoped)

try {
  for (const scenario of scenarios) {
    if (positionals.length === 0 || positionals.includes(scenario.project)) await Effect.runPromise(take(scenario))
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
