/** Rows as a browser might send them: correct ones pass unchanged, others are reported by code and place and never by value. */

import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { readRows } from "../../../ingest/portal/server/readRows.ts"

const now = Date.parse("2026-11-25T00:00:00Z")

const record = {
  recordId: "1b4e28ba-2fa1-4d2e-883f-0016d3cca427",
  revision: 0,
  caseReference: "ab".repeat(32),
  requestedOn: "2026-11"
}
const line = (over: object = {}, more: object = {}) =>
  JSON.stringify({ kind: "withdrawal", revisable: false, record: { ...record, ...over }, ...more })

const codes = (text: string) => {
  const read = readRows(text, 1000, now)
  return "problems" in read ? read.problems.map(({ row, code, path }) => `${row} ${code} ${path}`.trim()) : []
}

describe("rows that a browser sends", () => {
  it("pass as they are when they keep the rules", () => {
    const read = readRows(`${line()}\n\n${line({}, { revisable: true })}\n`, 1000, now)
    assert.deepStrictEqual(read, {
      rows: [
        { kind: "withdrawal", record, revisable: false },
        { kind: "withdrawal", record, revisable: true }
      ]
    })
  })

  it("are refused with the place of each fault", () => {
    assert.deepStrictEqual(codes(`${line()}\n${line({ caseReference: "A-17" })}`), [
      "1 direct-identifier caseReference"
    ])
    assert.deepStrictEqual(codes(line({ name: "x" })), ["0 field-unknown"])
    assert.deepStrictEqual(codes(line({ recordId: "x" })), ["0 record-id-malformed recordId"])
    assert.deepStrictEqual(codes(line({ requestedOn: "soon" })), ["0 date-malformed requestedOn"])
    assert.deepStrictEqual(codes(line({}, { kind: "toString" })), ["0 record-kind-unknown"])
    assert.deepStrictEqual(codes("{"), ["0 json-malformed"])
    assert.deepStrictEqual(codes(""), ["0 message-too-large"])
    assert.deepStrictEqual(codes(`${line()}\n`.repeat(1001)), ["0 message-too-large"])
  })

  it("never throw, whatever they contain, and never repeat it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 12 }), (value, secret) => {
        const hostile = JSON.stringify({ kind: "withdrawal", record: { ...record, requestedOn: secret, extra: value } })
        const read = readRows(hostile, 1000, now)
        assert.isTrue("problems" in read)
        assert.notInclude(JSON.stringify(read), JSON.stringify(secret).slice(1, -1))
        readRows(JSON.stringify(value), 1000, now)
        readRows(JSON.stringify({ kind: "victim", record: value }), 1000, now)
        readRows(JSON.stringify({ kind: "route", record: { legs: value } }), 1000, now)
      })
    )
  })
})
