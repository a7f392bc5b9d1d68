import { assert, describe, it } from "vitest"
import type { ChoiceInput } from "../../../release/catalogue/TableChoice.ts"
import type { DisclosedCell, Disclosure } from "../../../release/history/Disclosure.ts"
import { publicBounds, readerContext } from "../../../release/protection/publicBounds.ts"
import { countNarrowBounds, countWrongBounds, withBounds } from "../../../release/publisher/withBounds.ts"
import { choiceOf } from "../../releases/releaseSeries.ts"

const threshold = 11

/** Cells as `labels figure`, `labels S` of a suppressed one, `labels figure@release` of one that stayed. */
const cellsOf = (lines: ReadonlyArray<string>, choice = 0): ReadonlyArray<DisclosedCell> =>
  lines.map((line) => {
    const [, labels = "", figure = "", asOf] = /^(.*) (\w+)(?:@(\d+))?$/.exec(line) ?? []
    const shown =
      figure === "S"
        ? ({ state: "suppressed" } as const)
        : ({ state: "published", victims: Number(figure), asOf: Number(asOf ?? 2) } as const)
    return { choice, labels: labels.split(" | "), shown }
  })

const disclosure = (id: number, vintage: number): Disclosure => ({
  id,
  vintage,
  threshold,
  choices: [choiceOf({ table: "flows" })],
  cells: [],
  isExact: true
})

const bounds = (
  asked: ReadonlyArray<ChoiceInput>,
  cells: ReadonlyArray<DisclosedCell>,
  before: ReadonlyArray<Disclosure> = []
) =>
  publicBounds(asked.map(choiceOf), cells, 2, readerContext(7, before)).flatMap((one) =>
    one === undefined ? [] : [`${one.low}..${one.high}`]
  )

const byOrigin: ChoiceInput = { table: "region_roles_origin", by: ["origin"], margins: true }

describe("bounds of suppressed cells", () => {
  it("are what addition and subtraction give: at least 1, at most what the others leave", () => {
    const cells = cellsOf(["UKR 60", "MDA S", "BLR S", "Total 100"])
    assert.deepStrictEqual(bounds([byOrigin], cells), ["1..39", "1..39"])
  })

  it("of a count in no sum that is shown are open above", () => {
    assert.deepStrictEqual(bounds([{ table: "flows" }], cellsOf(["UKR | RUS | 2004 60", "MDA | RUS | 2004 S"])), [
      "1..Infinity"
    ])
  })

  it("of all partners are at least what the constant panel reported, and of the panel at most what all did", () => {
    const cells = [
      ...cellsOf(["UKR | RUS | 2004 S", "MDA | RUS | 2004 60"]),
      ...cellsOf(["UKR | RUS | 2004 | Constant 173", "MDA | RUS | 2004 | Constant S"], 1)
    ]
    assert.deepStrictEqual(bounds([{ table: "flows" }, { table: "flows_panel" }], cells), ["173..Infinity", "1..60"])
  })

  it("go from one table to another, and from finer to coarser levels", () => {
    const countries = cellsOf(["UKR | 2004 60", "MDA | 2004 S", "BLR | 2004 S", "THA | 2004 20"])
    const regions = cellsOf(["150 Europe | 2004 95", "142 Asia | 2004 20"], 1)
    const byCountry = { table: "region_roles_origin" }
    const byRegion = { table: "region_roles_origin", levels: { origin: ["region"] } }
    assert.deepStrictEqual(bounds([byCountry, byRegion], [...countries, ...regions]), ["1..34", "1..34"])
    // A table by origin has the sums over destinations of the table of flows. Belarus is in one flow, which with one of Moldova is 10 persons: so
    // Moldova has 35 less 1 to 9, of which 25 went elsewhere.
    const flows = cellsOf(["UKR | RUS | 2004 60", "MDA | RUS | 2004 S", "MDA | POL | 2004 S", "BLR | RUS | 2004 S"], 2)
    const more = cellsOf(["RUS | 2004 70"], 3)
    const asked = [byCountry, byRegion, { table: "flows" }, { table: "region_roles_destination" }]
    assert.deepStrictEqual(bounds(asked, [...countries, ...regions, ...flows, ...more]), [
      "26..34",
      "1..9",
      "1..9",
      "25..25",
      "1..9"
    ])
  })

  it("of a later release allow for those that it does not have, and for counts that are not the present ones", () => {
    const cells = cellsOf(["UKR 60", "MDA S", "BLR 12@1", "Total 100"])
    // Of another vintage: 12 may be anything now. Of the same: it is 12 still.
    assert.deepStrictEqual(bounds([byOrigin], cells, [disclosure(1, 6)]), ["0..40"])
    assert.deepStrictEqual(bounds([byOrigin], cells, [disclosure(1, 7)]), ["0..28"])
    // Answers to researchers are not public.
    assert.deepStrictEqual(bounds([byOrigin], cells, [disclosure(-1, 7)]), ["0..40"])
  })

  it("are not derived from a sum some of whose parts are missing", () => {
    const some = cellsOf(["UKR | RUS | 2004 60", "MDA | RUS | 2004 S"])
    const all = cellsOf(["2004 70"], 1)
    const years = { table: "flows", by: ["year"] }
    assert.deepStrictEqual(bounds([{ table: "flows" }, years], [...some, ...all]), ["1..Infinity"])
    const one = { table: "flows", by: ["destination", "year"], where: { destination: "RUS" } }
    assert.deepStrictEqual(bounds([one, years], [...cellsOf(["RUS | 2004 S"]), ...all]), ["1..Infinity"])
    // Countries of transit overlap, and their sum is nothing.
    const via = { table: "region_roles_transit", margins: true }
    assert.deepStrictEqual(bounds([via], cellsOf(["via UKR | 2004 S", "via RUS | 2004 30", "Total | 2004 40"])), [
      "1..Infinity"
    ])
  })

  it("that do not follow, or are too narrow, stop a release", () => {
    const made = {
      choices: [choiceOf(byOrigin)],
      vintage: { vintage: 7 },
      disclosures: [],
      id: 2,
      method: "suppression"
    }
    const due = withBounds(made, cellsOf(["UKR 60", "MDA S", "BLR S", "Total 100"]))
    assert.deepStrictEqual([countWrongBounds(made, due), countNarrowBounds(due, threshold)], [0, 0])
    const forged = due.map((cell) => (cell.labels[0] === "MDA" ? { ...cell, bounds: { low: 3, high: 39 } } : cell))
    assert.strictEqual(countWrongBounds(made, forged), 1)
    assert.strictEqual(
      countWrongBounds(
        made,
        due.map(({ bounds: _, ...cell }, i) => (i === 1 ? cell : (due[i] as typeof cell)))
      ),
      1
    )
    // Releases of earlier days have none.
    assert.strictEqual(
      countWrongBounds(
        made,
        due.map(({ bounds: _, ...cell }) => cell)
      ),
      0
    )
    const few = cellsOf(["UKR 89", "MDA S", "BLR S", "Total 100"])
    assert.strictEqual(countNarrowBounds(withBounds(made, few), threshold), 2)
    assert.deepStrictEqual(withBounds({ ...made, method: "rounding" }, few), few)
  })
})
