import { Redacted } from "effect"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { keyedWords } from "../../src/private/RandomWords.ts"
import { drawRecords } from "../../src/synthetic/drawRecords.ts"
import { type ProtectedTable, withoutMargins } from "../../src/synthetic/ProtectedTable.ts"
import { syntheticReport } from "../../src/synthetic/syntheticReport.ts"
import { mark, syntheticText } from "../../src/synthetic/syntheticText.ts"

const words = (seed: number) => keyedWords(Redacted.make(String(seed)), "synthetic")
const columns = ["origin", "destination", "form", "age"]

/** Tables over some sets of columns, counted from persons, of which small cells are then hidden. */
const protect = (
  persons: ReadonlyArray<ReadonlyArray<string>>,
  sets: ReadonlyArray<ReadonlyArray<number>>,
  least: number
) =>
  sets.map((set): ProtectedTable => {
    const counts = new Map<string, number>()
    for (const person of persons) {
      const key = JSON.stringify(set.map((c) => person[c]))
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return {
      columns: set.map((c) => columns[c] as string),
      cells: [...counts]
        .filter(([, count]) => count >= least)
        .map(([key, count]) => ({ values: JSON.parse(key) as Array<string>, count }))
    }
  })

const persons = Array.from({ length: 800 }, (_, i) => {
  const origin = (i * i + 3 * i) % 7
  return [`o${origin}`, `d${(origin + (i % 3)) % 4}`, i % 5 < 3 ? "labour" : "sexual", `a${(i >> 2) % 3}`]
})
const sets = [[], [0], [1], [2], [3], [0, 1], [1, 2], [0, 2], [2, 3], [0, 1, 2]]

describe("synthetic records", () => {
  it("reproduce what was published where nothing is hidden", () => {
    const tables = protect(persons, sets, 1)
    const records = drawRecords(words(1), tables)
    const report = syntheticReport(records, tables)
    assert.equal(report.records, 800)
    assert.equal(report.attack.unsupported, 0)
    for (const { columns: own, reproduced } of report.tables) assert.isAbove(reproduced, 0.9, own.join())
  })

  it("reproduce a column that is published along with others only, and as many untold as are hidden", () => {
    const tables = protect(persons, [[], [1, 2], [0, 1, 3]], 1)
    for (const { columns: own, reproduced } of syntheticReport(drawRecords(words(2), tables), tables).tables)
      assert.isAbove(reproduced, 0.9, own.join())
    const half = [
      { columns: [], cells: [{ values: [], count: 1000 }] },
      { columns: ["x"], cells: [{ values: ["a"], count: 300 }] },
      { columns: ["y"], cells: [{ values: ["b"], count: 500 }] }
    ]
    const { rows } = drawRecords(words(2), half)
    assert.equal(rows.filter(([x]) => x === "a").length, 300)
    assert.equal(rows.filter(([, y]) => y === "b").length, 500)
    // One does not go with the other: 150 are expected to have both.
    assert.closeTo(rows.filter(([x, y]) => x === "a" && y === "b").length, 150, 40)
  })

  it("any tables, any hiding: no combination without support, none more often than published, the same for the same seed", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(2), fc.nat(2)), { maxLength: 120 }),
        fc.subarray(sets),
        fc.integer({ min: 1, max: 15 }),
        fc.nat(),
        (people, chosen, least, seed) => {
          const tables = protect(
            people.map((one) => one.map(String)),
            chosen,
            least
          )
          const records = drawRecords(words(seed), tables)
          // Oracle: plain counting over rows, not the generator's books.
          for (const table of tables) {
            if (table.columns.length === 0) continue
            for (const row of records.rows) {
              const values = table.columns.map((name) => row[records.columns.indexOf(name)] as string)
              if (values.includes("")) continue
              const cell = table.cells.find((one) => one.values.join("|") === values.join("|"))
              assert.isDefined(cell)
              const same = records.rows.filter((other) =>
                table.columns.every((name, d) => other[records.columns.indexOf(name)] === values[d])
              )
              assert.isAtMost(same.length, cell?.count as number)
            }
          }
          const report = syntheticReport(records, tables)
          assert.deepEqual([report.attack.unsupported, report.attack.exceeding], [0, 0])
          if (report.attack.smallestSupport !== null) assert.isAtLeast(report.attack.smallestSupport, least)
          assert.deepEqual(drawRecords(words(seed), tables), records)
        }
      ),
      { numRuns: 60 }
    ))

  it("depend on the published tables alone: two sets of persons with the same tables give the same records", () => {
    const tables = protect(persons, sets, 11)
    const others = [...persons].reverse()
    assert.deepEqual(
      syntheticText(drawRecords(words(3), tables)),
      syntheticText(
        drawRecords(
          words(3),
          protect(others, sets, 11).map((table, t) => ({ ...table, cells: tables[t]?.cells ?? [] }))
        )
      )
    )
  })

  it("the report sees a record that no table supports and one too many", () => {
    const tables = [{ columns: ["origin"], cells: [{ values: ["o1"], count: 1 }] }]
    const bad = syntheticReport({ columns: ["origin"], rows: [["o1"], ["o1"], ["o9"]] }, tables)
    assert.deepEqual([bad.attack.unsupported, bad.attack.exceeding, bad.attack.unique], [1, 1, 1])
  })

  it("are marked in every row, and no label is a formula", () => {
    const text = syntheticText({
      columns: ["origin", "form"],
      rows: [
        ["=1+1", 'a "b", c'],
        ["o1", ""]
      ]
    })
    const [head, ...lines] = text.trimEnd().split("\n")
    assert.equal(head, `${mark.column},origin,form`)
    for (const line of lines) assert.match(line, /^synthetic,/)
    assert.include(text, `'=1+1,"a ""b"", c"`)
  })

  it("a table with margins comes apart; hidden rows and zeros support nothing", () => {
    const tables = withoutMargins(
      ["o", "d"],
      "Total",
      [
        { labels: ["Total", "Total"], count: 30, state: "published" },
        { labels: ["A", "Total"], count: 20, state: "published" },
        { labels: ["B", "Total"], count: Number.NaN, state: "suppressed" },
        { labels: ["G", "X"], count: 20, state: "published" },
        { labels: ["A", "X"], count: 20, state: "published" },
        { labels: ["B", "X"], count: 0, state: "published" }
      ],
      new Set(["G"])
    )
    const { rows } = drawRecords(words(4), tables)
    assert.isTrue(rows.every(([o]) => o === "A" || o === ""))
    assert.isAtMost(rows.filter(([o]) => o === "A").length, 20)
    assert.equal(syntheticReport({ columns: ["o", "d"], rows }, tables).attack.unsupported, 0)
  })
})
