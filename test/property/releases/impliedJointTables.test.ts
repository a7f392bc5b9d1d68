/** Releases of tables that are margins of one that is not in them. Oracle: implied_attacker.py on what the releases show. */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { loadSolver } from "@corridor/disclosure/solver/Solver"
import { stateCode } from "@corridor/disclosure/tables/CellState"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import { assert, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { impliedAttack } from "../../../packages/disclosure/test/fixtures/impliedAttacker.ts"
import { hasPythonAttacker } from "../../../packages/disclosure/test/fixtures/pythonAttacker.ts"
import type { LeafRow } from "../../../release/catalogue/LeafRow.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import { findingsOf } from "../../../release/protection/auditSystem.ts"
import { disclosedTable } from "../../../release/protection/VintageView.ts"
import { full, rounds } from "../../fixtures/fullRun.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"

const solver = await loadSolver()
const flows = ["origin", "destination"].map((by) => [by, "year"])
const choices = [["origin", "destination"], ...flows].map((by) => choiceOf({ table: "flows", by, margins: true }))

/** Persons of six partners by way and year; most combinations have nobody. */
const rowsOf = (seed: number): ReadonlyArray<LeafRow> => {
  const draw = mulberry32(seed)
  const found: Array<LeafRow> = []
  for (const origin of ["UKR", "MDA", "BLR"])
    for (const destination of ["POL", "DEU", "ITA", "ESP"])
      for (const year of ["2004", "2005", "2006"]) {
        const count = draw() < 0.55 ? 0 : Math.ceil(draw() ** -1.2 * 8) % 300
        const parts = Array.from({ length: 6 }, () => 0)
        for (let k = 0; k < count; k++) {
          const partner = Math.floor(draw() * 6)
          parts[partner] = (parts[partner] as number) + 1
        }
        parts.forEach((persons, p) => {
          const values = [origin, destination, `${origin} > ${destination}`, year]
          if (persons > 0) found.push({ values, partner: `p${p}`, persons })
        })
      }
  return found
}

/** A release's tables as any reader sees them. */
const asTables = ({ choices, cells }: Disclosure): ReadonlyArray<CountTable> =>
  choices.map(({ by }, c) =>
    disclosedTable(
      `table ${c}`,
      by,
      cells.filter(({ choice }) => choice === c)
    )
  )

const asPublished = (tables: ReadonlyArray<CountTable>) => ({
  tables,
  isHidden: (t: number, row: number) => tables[t]?.state[row] === stateCode.suppressed
})

describe.skipIf(!hasPythonAttacker(full))(
  "a release of tables that are margins of one that is not in it",
  { meta: { needs: "Python with scipy" } },
  () => {
    it("discloses no small count, and reports how it was attacked; nor one after the other", {
      timeout: 900_000
    }, async () => {
      const seen: Array<ReadonlyArray<CountTable>> = []
      let [shown, chains] = [0, 0]
      for (let seed = 1; seed <= rounds(4, 40); seed++) {
        const vintages = [rowsOf(seed)]
        const { disclosure, audit, refused } = await releaseOf(solver, vintages, 1, choices, [], 1)
        if (refused) continue
        assert.strictEqual(findingsOf(audit), 0)
        assert.deepStrictEqual(audit.impliedWords, [
          "origin x destination, origin x year, destination x year: attacked as margins of one joint table"
        ])
        seen.push(asTables(disclosure))
        shown += disclosure.cells.filter((cell) => cell.shown.state === "published").length
        // Each table disclosed separately, on request: the last one closes the circle. Some cannot be disclosed any more.
        const disclosures: Array<Disclosure> = []
        for (const [k, choice] of choices.entries()) {
          const one = await releaseOf(solver, vintages, 1, [choice], disclosures, k + 1)
          if (one.refused) continue
          disclosures.push(one.disclosure)
          assert.strictEqual(findingsOf(one.audit), 0)
        }
        const rowsIn = (of: Disclosure, c: number) => of.cells.filter(({ choice }) => choice === c).length
        if (disclosures.length < choices.length || disclosures.some((one, c) => rowsIn(one, 0) < rowsIn(disclosure, c)))
          continue
        chains += 1
        seen.push(disclosures.flatMap(asTables))
      }
      assert.isAbove(shown, 20)
      assert.isAbove(seen.length, 3)
      assert.isAbove(chains, 0)
      for (const left of impliedAttack(seen.map(asPublished)))
        for (const { low, high } of left) {
          assert.isAtLeast(high - low, 5)
          assert.isFalse(low >= 1 && high < defaultProfile.threshold)
        }
    })
  }
)
