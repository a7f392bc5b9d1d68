import { existsSync, readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { parse } from "csv-parse/sync"
import { Effect, Logger } from "effect"
import { assert, describe, it } from "vitest"
import { attack } from "../../src/attack/attack.ts"
import { auditTables } from "../../src/protect/auditTables.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import { type Profile, profiles } from "../../src/rules/Profile.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"
import { stateCode } from "../../src/tables/CellState.ts"
import type { CountTable } from "../../src/tables/CountTable.ts"
import { TableBuilder } from "../../src/tables/TableBuilder.ts"
import { glotipFile } from "../fixtures/glotip.ts"

const unodc = profiles.get("unodc-5") as Profile

/** The next of a row of numbers in [0, 1): Lehmer's generator (Park and Miller 1988). */
const lehmer = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/**
 * UNODC's table with the cells that it has: '<5' drawn from 0 … 4, margins of sex and age summed anew from the cells of their group, for
 * the published ones do not add up everywhere. Groups without cells of sex and age are left out: nothing can be subtracted there.
 */
const glotip = (): CountTable => {
  const draw = lehmer(20_261_124)
  const groups = new Map<string, Map<string, number>>()
  for (const row of parse(gunzipSync(readFileSync(glotipFile)), { columns: true, bom: true }) as ReadonlyArray<
    Record<string, string>
  >) {
    const group = ["Iso3_code", "Indicator", "Dimension", "Category", "Year"].map((name) => row[name]).join(" / ")
    const cells = groups.get(group) ?? new Map<string, number>()
    groups.set(group, cells)
    const text = (row["txtVALUE"] as string).replaceAll(",", "")
    const key = `${row["Sex"]}|${row["Age"]}`
    if (text !== "" && !cells.has(key)) cells.set(key, text === "<5" ? Math.floor(5 * draw()) : Number(text))
  }
  const builder = new TableBuilder("glotip", ["group", "sex", "age"])
  for (const [group, cells] of groups) {
    const fine = [...cells].filter(([key]) => !key.includes("Total"))
    if (fine.length === 0) continue
    for (const key of cells.keys()) {
      const [sex, age] = key.split("|") as [string, string]
      const sum = fine.reduce((total, [one, count]) => {
        const [s, a] = one.split("|")
        return total + ((sex === "Total" || sex === s) && (age === "Total" || age === a) ? count : 0)
      }, 0)
      builder.set(builder.row([group, sex, age]).row, { count: sum, state: stateCode.published })
    }
  }
  return builder.build({ contributors: false, contributions: false })
}

describe.skipIf(!existsSync(glotipFile))("UNODC's table", { meta: { needs: "the shared tables" } }, () => {
  it("hiding what is under 5 and no more is undone by sums; protected, no cell is narrow", async () => {
    const solver = await loadSolver()
    const table = glotip()
    const run = <A, E>(effect: Effect.Effect<A, E, Solver>) =>
      Effect.runPromise(effect.pipe(Effect.provideService(Solver, solver), Effect.provide(Logger.layer([]))))
    // As UNODC publishes: '<5', zeros among them.
    const naive: CountTable = {
      ...table,
      count: table.count.map((count) => (count < 5 ? Number.NaN : count)),
      state: Uint8Array.from(table.count, (count) => (count < 5 ? stateCode.suppressed : stateCode.published)),
      atMost: table.count.map((count) => (count < 5 ? 4 : Number.POSITIVE_INFINITY))
    }
    const options = { total: "Total", hierarchy: [], threshold: 0 }
    const before = await run(auditTables([naive], options))
    const suppressed = before.hidden.reduce((sum, mark) => sum + mark, 0)
    assert.isAbove(before.verdict.pinned / suppressed, 0.159)

    const safe = await run(protectTables([table], { total: "Total", profile: unodc, hierarchy: [] }))
    const { system } = safe.linked
    // Attacked once more, by an attacker who knows nothing of zeros and by an attacker who knows that zeros are published.
    for (const least of [0, 1]) {
      const known = {
        low: Float64Array.from(safe.hidden, (mark) => (mark === 0 ? 0 : least)),
        high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
      }
      const need = {
        width: Float64Array.from(safe.hidden, (mark) => (mark === 0 ? 0 : 5)),
        reach: new Float64Array(system.cells),
        small: 0
      }
      const verdict = attack(solver, system, safe.hidden, known, need)
      assert.deepStrictEqual([verdict.pinned, verdict.narrow.length, verdict.undecided.length], [0, 0, 0])
    }
    const hidden = safe.hidden.reduce((sum, mark) => sum + (mark === 0 ? 0 : 1), 0)
    process.stderr.write(
      `GLOTIP: ${before.verdict.pinned} of ${suppressed} pinned as published; ${hidden} of ${system.cells} hidden and none pinned\n`
    )
  })
})
