import { assert, describe, it } from "vitest"
import {
  changesOf,
  readOwnChanges,
  readPanelSize,
  readReporting,
  reportingFacts,
  reportingText
} from "../../../release/history/reportingChanges.ts"

const months = (partner: string, from: string, count: number, record_kind = "route", state = "reported") =>
  Array.from({ length: count }, (_, i) => {
    const step = Number(from.slice(0, 4)) * 12 + Number(from.slice(5)) - 1 + i
    return { partner_id: partner, record_kind, year: Math.floor(step / 12), month: (step % 12) + 1, state }
  })

const of = (year: number, month: number) => year * 12 + month - 1

describe("changes of reporting", () => {
  const rows = [
    ...["a", "b", "c"].flatMap((partner) => months(partner, "2003-01", 72)),
    ...months("joins", "2005-05", 44),
    ...months("leaves", "2003-01", 30),
    // Silent for ten months at the end: it may only be late.
    ...months("late", "2003-01", 62),
    ...months("silent", "2003-01", 72, "route", "not_reported"),
    ...months("other", "2003-01", 20, "victim"),
    { partner_id: "undated", record_kind: "route", year: 2004, month: null, state: "reported" }
  ]

  it("are the months in which partners begin or cease, by kind of record", () => {
    const found = reportingFacts(rows).changes
    assert.deepStrictEqual(
      found.filter(({ kind }) => kind === "route"),
      [
        { kind: "route", month: of(2003, 1), partners: 5 },
        { kind: "route", month: of(2005, 5), partners: 6 },
        { kind: "route", month: of(2005, 7), partners: 5 }
      ]
    )
    assert.deepStrictEqual(changesOf(found, "route"), [of(2005, 5), of(2005, 7)])
    assert.deepStrictEqual(changesOf(found, "victim"), [])
    assert.deepStrictEqual(changesOf(found, undefined), [])
  })

  it("are the same when read from a release's page, which names no partner and no number below 3", () => {
    const found = reportingFacts(rows)
    const text = reportingText(found)
    assert.deepStrictEqual(readReporting(text), found.changes)
    assert.include(text, "victim,2003-01,\n")
    for (const { partner_id } of rows) assert.notMatch(text, new RegExp(`\\b${partner_id}\\b`))
    assert.deepStrictEqual(readReporting(undefined), [])
    const withYears = reportingText(reportingFacts(rows, new Map([["route", [2004, 2006]]])))
    assert.deepStrictEqual(readReporting(withYears), found.changes)
    assert.deepStrictEqual(
      [withYears, text, undefined].map((one) => readOwnChanges(one, "route")),
      [[2004, 2006], [], []]
    )
    assert.deepStrictEqual([readOwnChanges(withYears, "victim"), readPanelSize(withYears, "route")], [[], 4])
  })

  it("come in an order that says nothing of who reports what", () => {
    // A vintage has its rows by partner: the kinds of the first partner, then what others add.
    const partners = [...new Set(rows.map(({ partner_id }) => partner_id))]
    const texts = partners.map((first) =>
      reportingText(
        reportingFacts(rows.toSorted((a, b) => Number(b.partner_id === first) - Number(a.partner_id === first)))
      )
    )
    assert.deepStrictEqual(new Set(texts).size, 1)
  })

  it("come with the number of partners that reported in all the time", () => {
    const text = reportingText(reportingFacts(rows))
    // Of six, one joined and one left.
    assert.strictEqual(readPanelSize(text, "route"), 4)
    assert.include(text, "victim,throughout,\n")
    for (const kind of ["victim", "proceeding", undefined]) assert.isUndefined(readPanelSize(text, kind))
    assert.isUndefined(readPanelSize(undefined, "route"))
  })
})
