import { createHmac } from "node:crypto"
import { Effect, Redacted } from "effect"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { canonicalReference } from "../../../ingest/keys/CaseNumber.ts"
import type { PartnerKeys } from "../../../ingest/keys/KeyStore.ts"
import { fillPersons, storedPseudonyms } from "../../../ingest/keys/ManyPseudonyms.ts"
import { uuidTexts, uuidWords } from "../../../ports/ColumnBlock.ts"
import { sharedNumbers } from "../../../ports/worker/SharedMemory.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const runs = rounds(30, 500)

/** The chain by its definition: the canonical reference (see `CaseNumber.test.ts`), then the 16 bytes of the previous version. */
const expected = (keys: ReadonlyArray<Uint8Array>, reference: string): string => {
  let bytes = Buffer.from(canonicalReference(reference), "utf8")
  for (const key of keys) bytes = createHmac("sha256", key).update(bytes).digest().subarray(0, 16)
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}

const keysOf = (keys: ReadonlyArray<Uint8Array>): PartnerKeys =>
  keys.map((key, i) => ({ version: i + 1, key: Redacted.make(key) }))

const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 })
/** Of every length up to three blocks of SHA-256, and not ASCII alone. */
const anyReference = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.nat(200).map((length) => "X".repeat(length)),
  fc.nat(200).map((length) => "x".repeat(length)),
  fc.string({ unit: fc.constantFrom(..."ABCZaz09-./ "), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."0123456789abcdefF"), minLength: 63, maxLength: 65 })
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

  /** Rows of two runs with separate bytes; those of the second are in shared memory. */
  const rowsOf = (references: ReadonlyArray<string>) =>
    [references.slice(0, 1_000), references.slice(1_000)].map((part, run) => {
      const text = Buffer.from(part.join(""), "utf8")
      const bytes = run === 0 ? text : sharedNumbers(Uint8Array, text.length)
      if (run > 0) bytes.set(text)
      const lengths = Int32Array.from(part, (reference) => Buffer.byteLength(reference))
      let end = 0
      const starts = lengths.map((length) => {
        end += length
        return end - length
      })
      return { bytes, lengths, starts }
    })

  for (const rows of [1_500, 5_000])
    it(`of ${rows} rows are written to their column, at any address`, async () => {
      const references = Array.from({ length: rows }, (_, i) => `${"é".repeat(i % 70)}-${i}`)
      const keys = [1, 2].map((fill) => new Uint8Array(32).fill(fill))
      const wanted = references.map((reference) => expected(keys, reference))
      for (const persons of [new Uint32Array(uuidWords * rows), sharedNumbers(Uint32Array, uuidWords * rows)]) {
        await Effect.runPromise(fillPersons(keysOf(keys), rowsOf(references), persons))
        assert.deepStrictEqual(uuidTexts(persons), wanted)
      }
    })
})
