/** `node packages/dbt-ts/test/conformance/dbt/show-differences.ts [--all] [project…]`: where dbt-ts leaves otherwise than real dbt did, a line each. */

import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Layer, ManagedRuntime } from "effect"
import { scriptArguments } from "../../../../scriptArguments.ts"
import { layer as embedded } from "../../../src/store/EmbeddedClickHouse.ts"
import { differences } from "./Differences.ts"
import { readExpected } from "./ExpectedFile.ts"
import { ownRunner } from "./OwnRunner.ts"
import { runScenario, type Seen } from "./RunScenario.ts"
import { scenarios } from "./scenarios/scenarios.ts"

const { values, positionals } = scriptArguments(import.meta.filename, {
  options: { all: { type: "boolean", default: false } },
  allowPositionals: true
})
const fixtures = join(import.meta.dirname, "..", "fixtures", "dbt")
const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing"
  return values.all || text.length < 400 ? text : `${text.slice(0, 400)}…`
}

for (const scenario of scenarios) {
  if (positionals.length > 0 && !positionals.includes(scenario.project)) continue
  const work = mkdtempSync(join(tmpdir(), "corridor-differences-"))
  const folder = join(work, scenario.project)
  cpSync(join(fixtures, scenario.project), folder, { recursive: true })
  const expected = readExpected(readFileSync(join(fixtures, `${scenario.project}.expected.jsonl`), "utf8"))
  const runtime = ManagedRuntime.make(Layer.mergeAll(embedded(join(work, "store")), NodeServices.layer))
  let step = 0
  for await (const seen of runScenario(scenario, folder, ownRunner(scenario, folder, runtime.runPromise))) {
    for (const { command, what, of, expected: wanted, found } of differences(scenario, expected[step] as Seen, seen)) {
      console.log(
        `${scenario.project} ${step} [${command}] ${what} ${of}\n   dbt:    ${short(wanted)}\n   dbt-ts: ${short(found)}`
      )
    }
    step++
  }
  await runtime.dispose()
  rmSync(work, { recursive: true, force: true })
}
