/** Changes between editions, against a comparison that knows only the list of cells of each. */
import { type CellState, cellStates } from "@corridor/disclosure/tables/CellState"
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { tableChanges } from "../../../release/published/tableChanges.ts"

interface Cell {
  readonly labels: ReadonlyArray<string>
  readonly state: CellState
  readonly figure: number
}

const dimensions = ["origin", "year"]
const origins = ["KAZ", "MDA", "TJK", "UKR"]
const years = ["2004", "2005", "Total"]

const tableOf = (cells: ReadonlyArray<Cell>, by: ReadonlyArray<string> = dimensions) => {
  const builder = tableBuilder(tableFacts("flows", by), cells.length, 1, new Map())
  by.forEach((_, d) => {
    for (const label of [...new Set(cells.map(({ labels }) => labels[d] as string))].sort()) builder.know(d, label)
  })
  for (const { labels, state, figure } of cells)
    builder.add({ labels, state, victims: state === "published" ? figure : null, low: 0, high: 99, asOf: 1 })
  return builder.table()
}

const someCells = fc
  .uniqueArray(
    fc.record({
      labels: fc.tuple(fc.constantFrom(...origins), fc.constantFrom(...years)),
      state: fc.constantFrom(...cellStates),
      figure: fc.integer({ min: 11, max: 13 })
    }),
    { selector: ({ labels }) => labels.join() }
  )
  .map((cells): ReadonlyArray<Cell> => cells)

const shown = ({ state, figure }: Cell) => (state === "published" ? { state, figure } : { state })

/** What should be said of one cell, from its two forms. */
const expected = (before: Cell | undefined, now: Cell | undefined) => {
  if (before === undefined) return now === undefined ? undefined : ["added", null, shown(now)]
  if (now === undefined) return ["retracted", { state: before.state }, null]
  if (before.state !== now.state) return ["state", { state: before.state }, { state: now.state }]
  return now.state === "published" && before.figure !== now.figure
    ? ["corrected", shown(before), shown(now)]
    : undefined
}

describe("changes between editions", () => {
  it("are those of a comparison cell by cell", () => {
    fc.assert(
      fc.property(someCells, someCells, (before, now) => {
        const { table, cells } = tableChanges(tableOf(before), tableOf(now))
        const said = new Map(cells.map((one) => [Object.values(one.labels).join(), [one.change, one.before, one.now]]))
        assert.strictEqual(said.size, cells.length)
        let same = 0
        for (const origin of origins)
          for (const year of years) {
            const of = (all: ReadonlyArray<Cell>) => all.find(({ labels }) => labels.join() === `${origin},${year}`)
            const should = expected(of(before), of(now))
            assert.deepStrictEqual(said.get(`${origin},${year}`), should)
            if (should === undefined && of(now) !== undefined) same++
          }
        assert.strictEqual(table.cells.same, same)
        assert.strictEqual(
          table.cells.added + table.cells.corrected + table.cells.retracted + table.cells.state,
          cells.length
        )
      })
    )
  })

  it("give no figure of a cell that is suppressed before or now, and none of one that is gone", () => {
    fc.assert(
      fc.property(someCells, someCells, (before, now) => {
        for (const one of tableChanges(tableOf(before), tableOf(now)).cells) {
          const figures = [one.before?.figure, one.now?.figure]
          if (one.change === "corrected") assert.notInclude(figures, undefined)
          else if (one.change !== "added") assert.deepStrictEqual(figures, [undefined, undefined])
          if (one.now?.state === "suppressed" || one.before?.state === "suppressed")
            assert.deepStrictEqual(figures, [undefined, undefined])
        }
      })
    )
  })

  it("do not depend on the order of dimensions", () => {
    fc.assert(
      fc.property(someCells, someCells, (before, now) => {
        const turned = now.map((cell) => ({ ...cell, labels: cell.labels.toReversed() }))
        const sorted = (changes: ReturnType<typeof tableChanges>) =>
          changes.cells.map(({ labels, ...one }) => JSON.stringify([labels["origin"], labels["year"], one])).toSorted()
        assert.deepStrictEqual(
          sorted(tableChanges(tableOf(before), tableOf(turned, dimensions.toReversed()))),
          sorted(tableChanges(tableOf(before), tableOf(now)))
        )
      })
    )
  })

  it("of a table that came, went, or has other dimensions list no cell", () => {
    const cells: ReadonlyArray<Cell> = [{ labels: ["UKR", "2004"], state: "published", figure: 20 }]
    const whole = tableOf(cells)
    const came = tableChanges(undefined, whole)
    assert.deepStrictEqual([came.table.change, came.table.cells.added, came.cells], ["added", 1, []])
    const went = tableChanges(whole, undefined)
    assert.deepStrictEqual([went.table.change, went.table.cells.retracted, went.cells], ["removed", 1, []])
    const other = tableChanges(whole, tableOf(cells, ["destination", "year"]))
    assert.deepStrictEqual(
      [other.table.change, other.table.dimensionsAdded, other.table.dimensionsRemoved, other.cells],
      ["kept", ["destination"], ["origin"], []]
    )
  })
})
