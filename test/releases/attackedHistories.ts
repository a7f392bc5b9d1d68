/** What the attacks of `mixedHistories.test.ts` and `moreMixedHistories.test.ts` share: each has half of the histories, so that they run side by side. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import { pythonOf } from "../fixtures/ensurePython.ts"
import { historyJson, mixedHistory } from "./mixedHistory.ts"

interface Finding {
  readonly who: ReadonlyArray<string>
  /** Whether the attacker assumes that counts only grow. */
  readonly grows: boolean
  readonly cell: ReadonlyArray<string>
  readonly low: string
  readonly high: string
  readonly value: number
  /** Whether the count may not be published by itself. */
  readonly unsafe: boolean
}

interface Verdict {
  readonly findings: ReadonlyArray<Finding>
  readonly judged: number
  readonly coalitions: number
}

export const python = pythonOf("disclosure-python")

export const attackInPython = (history: unknown): Verdict => {
  const work = mkdtempSync(join(tmpdir(), "corridor-history-"))
  try {
    const file = join(work, "history.jsonl")
    writeFileSync(file, `${JSON.stringify(history)}\n`)
    const script = join(import.meta.dirname, "history_attacker.py")
    const run = spawnSync(python ?? "", [script, file], { encoding: "utf8", maxBuffer: 2 ** 28 })
    assert.strictEqual(run.status, 0, run.stderr)
    return JSON.parse(run.stdout) as Verdict
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

export const needsScipy = { meta: { needs: "Python with scipy" } }

/** Defines the tests of these histories. */
export const testHistories = (seeds: ReadonlyArray<number>) =>
  describe.skipIf(python === undefined)("mixed histories", needsScipy, () => {
    let solver: LoadedSolver
    beforeAll(async () => {
      solver = await loadSolver()
    })

    it.each(seeds)("history %i leaves every suppressed cell as wide as it must be", async (seed) => {
      const history = await mixedHistory(solver, seed)
      assert.strictEqual(history.findings, 0)
      assert.isAbove(history.events.length, 1)
      const { findings, judged, coalitions } = attackInPython(historyJson(history))
      const suppressed = history.events.some(({ disclosure }) =>
        disclosure.cells.some(({ shown }) => shown.state === "suppressed")
      )
      assert.isTrue(judged > 0 || !suppressed)
      assert.strictEqual(coalitions, 1 + 6 + 15)
      // Pairs of partners that assume that counts only grow may prove a small change of the others' counts (docs/threat-model.md).
      assert.deepStrictEqual(
        findings.filter(({ grows, who, cell }) => !(grows && who.length === 2 && cell.at(-1) === "change")),
        []
      )
    })
  })
