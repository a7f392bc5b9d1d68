/**
 * dbt-ts against real dbt: `fixtures/dbt/*.expected.jsonl` holds what dbt-core with dbt-clickhouse left after each command
 * of a scenario (`dbt/scenarios`): results, compiled SQL byte for byte, tables with columns, keys and contents, documents.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { Layer, ManagedRuntime } from "effect"
import { afterAll, assert, describe, it } from "vitest"
import { layer as embedded } from "../../src/store/EmbeddedClickHouse.ts"
import { differences } from "./dbt/Differences.ts"
import { readExpected } from "./dbt/ExpectedFile.ts"
import { ownRunner } from "./dbt/OwnRunner.ts"
import { runScenario, type Seen } from "./dbt/RunScenario.ts"
import { scenarios } from "./dbt/scenarios/scenarios.ts"

const fixtures = join(import.meta.dirname, "fixtures", "dbt")
const work = mkdtempSync(join(tmpdir(), "corridor-scenarios-"))
afterAll(() => rmSync(work, { recursive: true, force: true }))

describe.each(scenarios)("$project, as real dbt left it", (scenario) => {
  const folder = join(work, scenario.project)
  cpSync(join(fixtures, scenario.project), folder, { recursive: true })
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(embedded(join(work, `${scenario.project}-store`)), NodeServices.layer)
  )
  afterAll(() => runtime.dispose())
  const found = runScenario(scenario, folder, ownRunner(scenario, folder, runtime.runPromise))
  const expected = readExpected(readFileSync(join(fixtures, `${scenario.project}.expected.jsonl`), "utf8"))

  it("has an expected file with as many steps as the scenario", () => {
    const steps = scenario.steps.filter(({ kind }) => kind === "dbt" || kind === "list")
    assert.strictEqual(expected.length, steps.length)
  })

  const title = (seen: Seen) => (seen.kind === "listed" ? "ls" : seen.observed.arguments.join(" "))
  it.each(expected.map((seen, index) => [index + 1, title(seen), seen] as const))(
    "%i: %s",
    async (_index, _title, seen) => {
      const { value } = await found.next()
      assert.deepStrictEqual(differences(scenario, seen, value as Seen), [])
    }
  )
})
