/**
 * Histories of releases, queries, requests, figures with noise, late records and withdrawals, attacked by a reader, each partner and each
 * pair of partners: by the engine's own attack when each is made, and by `history_attacker.py`, which shares no code with it.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import { pythonOf } from "../../fixtures/ensurePython.ts"
import { full } from "../../fixtures/fullRun.ts"
import { historyJson, mixedHistory } from "../../releases/mixedHistory.ts"

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

const python = pythonOf("disclosure-python")

const attackInPython = (history: unknown): Verdict => {
  const work = mkdtempSync(join(tmpdir(), "corridor-history-"))
  try {
    const file = join(work, "history.jsonl")
    writeFileSync(file, `${JSON.stringify(history)}\n`)
    const script = join(import.meta.dirname, "../../releases/history_attacker.py")
    const run = spawnSync(python ?? "", [script, file], { encoding: "utf8", maxBuffer: 2 ** 28 })
    assert.strictEqual(run.status, 0, run.stderr)
    return JSON.parse(run.stdout) as Verdict
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** In an ordinary run four quick ones, one of which was nearly all refused, and one in which a later table of the vintage once gave counts away. */
const seeds = full ? Array.from({ length: 50 }, (_, i) => i + 1) : [5, 7, 8, 27, 46]

describe.skipIf(python === undefined)("mixed histories", { meta: { needs: "Python with scipy" } }, () => {
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

  it("the attacker in Python finds a leak that is put in", async () => {
    const history = historyJson(await mixedHistory(solver, 8))
    const sums = new Map<string, number>()
    for (const [values, , persons] of history.counts[0]?.["routes"] ?? []) {
      const [origin, destination, , year] = values
      for (const label of [origin, "Total"]) {
        const key = JSON.stringify([label, destination, year])
        sums.set(key, (sums.get(key) ?? 0) + persons)
      }
    }
    const small = [...sums].find(([, persons]) => persons > 0 && persons < history.threshold)
    assert.isDefined(small)
    const cells = [...sums].map(([key, victims]) => ({
      choice: 0,
      labels: JSON.parse(key) as ReadonlyArray<string>,
      shown: key === small?.[0] ? { state: "suppressed" as const } : { state: "published" as const, victims, asOf: 999 }
    }))
    const leak = {
      kind: "release",
      id: 999,
      vintage: 1,
      choices: [{ cube: "routes", by: ["origin", "destination", "year"] }],
      cells,
      noise: null
    }
    const { findings } = attackInPython({ ...history, shown: [leak] })
    assert.isTrue(findings.some(({ who, unsafe, low, high }) => who.length === 0 && unsafe && low === high))
  })
})
