import { assert, describe, it } from "vitest"
import type { Refusal } from "../../../ingest/pipeline/Transcribe.ts"
import { frame } from "../../../ingest/wire/WireFormat.ts"
import type { LogRecord } from "../../../ports/LogBatch.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { brokenMessages } from "../../fixtures/brokenMessages.ts"
import { brokenRecords, goodRecord } from "../../fixtures/brokenRecords.ts"
import { messageOf, transcribeAll } from "../../fixtures/messages.ts"

const codesOf = (refusal: Refusal | undefined) => refusal?.problems.map((problem) => problem.code)

describe("transcribe", () => {
  for (const kind of recordKinds)
    it(`${kind}: a good record becomes a candidate without its case reference`, () => {
      const { rows, refusals } = transcribeAll([messageOf({ kind, record: goodRecord(kind) }, 3)])
      assert.deepStrictEqual(refusals, [])
      assert.strictEqual(rows[0]?.kind, kind)
      assert.notInclude(JSON.stringify(rows), "CASE-1")
    })

  for (const { name, code, message } of brokenMessages)
    it(`${name}: ${code}`, () => {
      const neighbour = messageOf({ kind: "route", record: goodRecord("route") }, 8)
      const { rows, refusals } = transcribeAll([message as LogRecord, neighbour])
      assert.deepStrictEqual(codesOf(refusals[0]), [code])
      assert.strictEqual(rows.length, 1)
    })

  it("every broken record is refused with its code, and its neighbours are not", () => {
    const batch = brokenRecords.flatMap((broken, i) => [
      messageOf(broken, 2 * i),
      messageOf({ kind: broken.kind, record: goodRecord(broken.kind) }, 2 * i + 1)
    ])
    const { rows, refusals } = transcribeAll(batch)
    assert.deepStrictEqual(
      rows.map(({ at }) => at),
      brokenRecords.map((_, i) => 2 * i + 1)
    )
    assert.deepStrictEqual(
      refusals.map(codesOf),
      brokenRecords.map((broken) => [broken.code])
    )
    assert.notInclude(JSON.stringify(refusals.map(({ problems }) => problems)), "CANARY")
  })

  it("the same bytes give the same rows, and another case reference another person", () => {
    const of = (reference: string) =>
      transcribeAll([messageOf({ kind: "victim", record: goodRecord("victim", { caseReference: reference }) }, 0)])
        .rows[0]?.row
    assert.deepStrictEqual(of("CASE-1"), of("CASE-1"))
    assert.notStrictEqual(of("CASE-1")?.["person"], of("CASE-2")?.["person"])
    assert.strictEqual(of("CASE-1")?.["content_hash"], of("CASE-2")?.["content_hash"])
  })

  it("values are stored coarser: age as band, day as month, codes as a set", () => {
    const record = goodRecord("victim", {
      age: 24,
      registeredOn: "2004-05-17",
      citizenship: ["UKR", "BLR", "UKR"],
      numberOfChildren: 5
    })
    const row = transcribeAll([messageOf({ kind: "victim", record }, 0)]).rows[0]?.row
    assert.deepInclude(row, {
      ageBand: "24--26",
      registeredYear: 2004,
      registeredMonth: 5,
      citizenship: ["BLR", "UKR"],
      numberOfChildren: "3+"
    })
    assert.notProperty(row, "age")
    assert.notProperty(row, "caseReference")
  })

  it("a foreign schema id, a body of another schema", () => {
    const body = messageOf({ kind: "route", record: goodRecord("route") }, 0)
    const foreign = { ...body, value: frame(999, (body.value as Uint8Array).subarray(5)) }
    assert.deepStrictEqual(codesOf(transcribeAll([foreign]).refusals[0]), ["schema-unknown"])
  })
})
