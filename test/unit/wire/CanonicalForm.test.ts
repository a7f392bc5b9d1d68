import { hash } from "node:crypto"
import avro from "avsc"
import { assert, describe, it } from "vitest"
import { canonicalForm } from "../../../ingest/wire/CanonicalForm.ts"
import { readerOf } from "../../../ingest/wire/RecordCodec.ts"
import { recordSchemas } from "../../../schemas/RecordSchemas.ts"

const texts = recordSchemas.flatMap(({ name, versions }) =>
  versions.map(({ version, text }) => ({ name: `${name} v${version}`, text }))
)

describe("canonicalForm", () => {
  for (const { name, text } of texts)
    it(`${name}: has the fingerprint that avsc 5.7.9 computes`, () => {
      const type = avro.Type.forSchema(JSON.parse(text) as avro.Schema)
      assert.strictEqual(hash("md5", canonicalForm(text)), type.fingerprint("md5").toString("hex"))
    })

  it("is the same without documentation, defaults and attributes", () => {
    const bare = JSON.stringify({
      type: "record",
      name: "corridor.WithdrawalRecord",
      fields: [
        { name: "recordId", type: "string" },
        { name: "revision", type: { type: "int" } },
        { name: "caseReference", type: "string" },
        { name: "requestedOn", type: ["null", "string"] }
      ]
    })
    assert.strictEqual(readerOf(bare)?.kind, "withdrawal")
  })

  it("a foreign, a changed and a broken schema have no reader", () => {
    const withdrawal = texts.find(({ name }) => name.startsWith("Withdrawal"))?.text ?? ""
    for (const text of [
      withdrawal.replace('"caseReference"', '"caseRef"'),
      withdrawal.replace('"int"', '"long"'),
      withdrawal.replace("WithdrawalRecord", "Withdrawal"),
      '{"type":"record","name":"x","fields":[{"name":"a);process.exit(1);(","type":"int"}]}',
      "null",
      "{",
      "[]",
      ""
    ])
      assert.isUndefined(readerOf(text))
  })
})
