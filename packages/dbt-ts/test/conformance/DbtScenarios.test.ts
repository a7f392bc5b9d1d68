/**
 * dbt-ts against real dbt: `fixtures/dbt/*.expected.jsonl` holds what dbt-core with dbt-clickhouse left after each command
 * of a scenario (`dbt/scenarios`): results, compiled SQL byte for byte, tables with columns, keys and contents, documents.
 */
import { cpSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Layer, ManagedRuntime } from "effect"
import { afterAll, assert, describe, it } from "vitest"
import { full } from "../../../test/fullRun.ts"
import { testFolder } from "../../../test/testFolder.ts"
import { layer as embedded } from "../../src/store/EmbeddedClickHouse.ts"
import { drawn } from "../fixtures/drawn.ts"
import { differences } from "./dbt/Differences.ts"
import { readExpected } from "./dbt/ExpectedFile.ts"
import { ownRunner } from "./dbt/OwnRunner.ts"
import { runScenario, type Seen } from "./dbt/RunScenario.ts"
import type { Scenario } from "./dbt/Scenario.ts"
import { scenarios } from "./dbt/scenarios/scenarios.ts"

const fixtures = join(import.meta.dirname, "fixtures", "dbt")
const work = testFolder("scenarios")

/** In the full run only: the other scenarios have snapshots and changes of columns too, with fewer cases of each. */
const detailed = ["histories", "growth"]
/** The two large projects, each with models, seeds, snapshots and tests of every kind: an ordinary run has one of them. */
const large = ["crossings", "shelter"]
const drawnLarge = drawn("a large project", large)
const chosen = scenarios.filter(
  ({ project }) => drawnLarge.includes(project) || !(large.includes(project) || (!full && detailed.includes(project)))
)

/** Each selection reads the whole project anew, and `Selection.test.ts` has more of them: an ordinary run lists every third. */
const some = <A>(selections: ReadonlyArray<A>) => selections.filter((_, i) => full || i % 3 === 0)

const shortened = (scenario: Scenario): Scenario => ({
  ...scenario,
  steps: scenario.steps.map((step) => (step.kind === "list" ? { ...step, selections: some(step.selections) } : step))
})

describe.each(chosen)("$project, as real dbt left it", (scenario) => {
  const folder = join(work, scenario.project)
  cpSync(join(fixtures, scenario.project), folder, { recursive: true })
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(embedded(join(work, `${scenario.project}-store`)), NodeServices.layer)
  )
  afterAll(() => runtime.dispose())
  const found = runScenario(shortened(scenario), folder, ownRunner(scenario, folder, runtime.runPromise))
  const expected = readExpected(readFileSync(join(fixtures, `${scenario.project}.expected.jsonl`), "utf8")).map(
    (seen) => (seen.kind === "listed" ? { ...seen, listed: some(seen.listed) } : seen)
  )

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
