/**
 * Histories of releases, queries, requests, figures with noise, late records and withdrawals, attacked by a reader, each partner and each
 * pair of partners: by the engine's own attack when each is made, and by `history_attacker.py`, which shares no code with it.
 */
import { loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, describe, it } from "vitest"
import { full } from "../../fixtures/fullRun.ts"
import { attackInPython, needsScipy, python, testHistories } from "../../releases/attackedHistories.ts"
import { historyJson, mixedHistory } from "../../releases/mixedHistory.ts"

/** In an ordinary run quick ones, one of which was nearly all refused. */
testHistories(full ? Array.from({ length: 25 }, (_, i) => 2 * i + 1) : [5, 7, 27])

describe.skipIf(python === undefined)("the attacker of mixed histories", needsScipy, () => {
  it("the attacker in Python finds a leak that is put in", async () => {
    const history = historyJson(await mixedHistory(await loadSolver(), 8))
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
