import { createHmac } from "node:crypto"
import { Redacted } from "effect"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import type { PartnerKeys } from "../../../ingest/keys/KeyStore.ts"
import { storedPseudonyms } from "../../../ingest/keys/ManyPseudonyms.ts"

const runs = process.env["CORRIDOR_TEST_FULL"] === "1" ? 500 : 30

/** The chain as its definition has it: the reference, then the 16 bytes of the version before; none of the product's code. */
const expected = (keys: ReadonlyArray<Uint8Array>, reference: string): string => {
  let bytes = Buffer.from(reference, "utf8")
  for (const key of keys) bytes = createHmac("sha256", key).update(bytes).digest().subarray(0, 16)
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}

const keysOf = (keys: ReadonlyArray<Uint8Array>): PartnerKeys =>
  keys.map((key, i) => ({ version: i + 1, key: Redacted.make(key) }))

const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 })
/** Of every length up to three blocks of SHA-256, and not ASCII alone. */
const anyReference = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.nat(200).map((length) => "x".repeat(length))
)

describe("ManyPseudonyms", () => {
  it("are those of each reference alone, through the whole chain of keys", () => {
    fc.assert(
      fc.property(
        fc.array(anyKey, { minLength: 1, maxLength: 4 }),
        fc.array(anyReference, { maxLength: 300 }),
        (keys, references) => {
          assert.deepStrictEqual(
            storedPseudonyms(keysOf(keys), references),
            references.map((reference) => expected(keys, reference))
          )
        }
      ),
      { numRuns: runs }
    )
  })
})
