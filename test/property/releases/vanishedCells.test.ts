/**
 * Cells that nobody is in any more. A count that was suppressed stays so in every later table that could have it, or a sum with it: a table without the
 * row would tell that all of them withdrew.
 */
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, it } from "vitest"
import type { ChoiceInput } from "../../../release/catalogue/TableChoice.ts"
import { vintageOf } from "../../releases/attackedSteps.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

/** Victims by country and year, of whom three are in one cell of the first vintage alone, or in a country of the first vintage alone. */
const victims = (isFirst: boolean, country: string) =>
  [
    ...["RUS", "POL", "DEU"].flatMap((place, p) =>
      ["2003", "2004"].map((year, y) => [place, year, 40 + 13 * p + 7 * y + (isFirst ? 0 : 20)] as const)
    ),
    ...(isFirst ? [[country, "2002", 3] as const] : [])
  ].map(([place, year, count]) => ({ count, labels: { country: place, year, sex: "Female" } }))

const byBoth: ChoiceInput = { table: "victims", by: ["country", "year"] }

it.each([
  ["the same table", "RUS", byBoth, [["RUS", "2002"]]],
  ["its margins", "RUS", { ...byBoth, margins: true }, [["RUS", "2002"]]],
  ["years alone", "RUS", { table: "victims", by: ["year"] }, [["2002"]]],
  ["countries alone", "VNM", { table: "victims", by: ["country"] }, [["VNM"]]],
  [
    "regions",
    "VNM",
    { ...byBoth, levels: { country: ["country", "subregion"] } },
    [
      ["035 South-eastern Asia", "2002"],
      ["VNM", "2002"]
    ]
  ]
] as const)("a small count that is 0 now stays suppressed in %s", async (_, country, table, rows) => {
  const vintages = [vintageOf(["victims"], victims(true, country)), vintageOf(["victims"], victims(false, country))]
  const first = await releaseOf(solver, vintages, 1, [choiceOf(byBoth)], [], 1)
  const later = await releaseOf(solver, vintages, 2, [choiceOf(table as ChoiceInput)], [first.disclosure], 2)
  assert.deepStrictEqual([first.refused, later.refused, later.findings], [false, false, 0])
  for (const row of rows) {
    const cell = later.disclosure.cells.find(({ labels }) => labels.join() === row.join())
    assert.strictEqual(cell?.shown.state, "suppressed", row.join())
  }
  assert.isTrue(later.disclosure.cells.some(({ shown }) => shown.state === "published"))
})
