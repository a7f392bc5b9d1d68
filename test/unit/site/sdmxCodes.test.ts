import { cellStates } from "@corridor/disclosure/tables/CellState"
import fc from "fast-check"
import { assert, it } from "vitest"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import type { TableDescription } from "../../../site/metadata/EditionDescription.ts"
import {
  codesOf,
  dimensionsOf,
  frequencyOf,
  periodCode,
  statusCodes,
  statusLists
} from "../../../site/metadata/sdmxCodes.ts"

it("each state has its own codes, and suppressed is confidential without saying why", () => {
  const codes = cellStates.map((state) => statusCodes[state])
  assert.strictEqual(new Set(codes.map(({ obs, conf }) => obs + conf)).size, cellStates.length)
  for (const { obs, conf } of codes) {
    assert.property(statusLists.CL_OBS_STATUS.codes, obs)
    assert.property(statusLists.CL_CONF_STATUS.codes, conf)
  }
  // A, G, M, O and T are primary confidentiality, D and S secondary (SDMX:CL_CONF_STATUS 1.3).
  assert.deepStrictEqual(new Set(codes.map(({ conf }) => conf)), new Set(["F", "C"]))
})

it("labels become codes that SDMX allows, each unique, and a label that is one keeps it", () => {
  const label = fc.oneof(
    fc.constantFrom("MDA > UKR > RUS", "MDA_UKR_RUS", "via UKR", "2000-2004", "Total", "-", "", "…", "A B", "A_B"),
    fc.string({ unit: "grapheme", maxLength: 12 })
  )
  fc.assert(
    fc.property(fc.uniqueArray(label, { maxLength: 30 }), (labels) => {
      const codes = codesOf(labels, "route")
      assert.deepStrictEqual(
        codes.map((code) => code.label),
        labels
      )
      assert.strictEqual(new Set(codes.map(({ id }) => id)).size, labels.length)
      for (const { id, label: own } of codes) {
        assert.match(id, /^[A-Za-z0-9_@$-]+$/)
        if (/^[A-Za-z0-9_@$-]+$/.test(own)) assert.strictEqual(id, own)
      }
    })
  )
})

it("names countries and the codes of lists", () => {
  assert.deepStrictEqual(codesOf(["UKR"], "place"), [{ id: "UKR", label: "UKR", name: "Ukraine" }])
  assert.strictEqual(codesOf(["Prosecuted"], "code", "proceeding-stage")[0]?.label, "Prosecuted")
})

it("a table with nothing but a time has its frequency as a dimension, because SDMX asks for one besides the time", () => {
  const facts = { ...tableFacts("arrivals_by_month", ["year"]), columns: [] }
  const tableWith = (labels: ReadonlyArray<string>) => {
    const builder = tableBuilder(facts, labels.length, 1, new Map())
    for (const label of labels) builder.know(0, label)
    for (const label of labels)
      builder.add({ labels: [label], state: "published", victims: 30, low: null, high: null, asOf: 1 })
    return builder.table()
  }
  const described = facts as unknown as TableDescription
  const idsOf = (labels: ReadonlyArray<string>) => dimensionsOf(tableWith(labels), described).map(({ id }) => id)
  assert.deepStrictEqual(idsOf(["2004-01", "2004-02"]), ["FREQ", "TIME_PERIOD"])
  // A total is no period, so the years are codes.
  assert.deepStrictEqual(idsOf(["2004", "Total"]), ["YEAR"])
  assert.deepStrictEqual(["2004", "2004-H2", "2004-Q3", "2004-11"].map(frequencyOf), ["A", "S", "Q", "M"])
  assert.deepStrictEqual(idsOf(["2004-H1", "2004-H2"]), ["FREQ", "TIME_PERIOD"])
  assert.deepStrictEqual(["2004", "2004-H2", "2004-11"].map(periodCode), ["2004", "2004-S2", "2004-11"])
})
