import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { fourDigits } from "../../../ingest/rules/HexDigits.ts"

const read = (signs: ReadonlyArray<number>) => fourDigits(Buffer.from(signs).readInt32BE(0))

const digit = /^[0-9a-f]$/i
const expected = (signs: ReadonlyArray<number>) => {
  const text = Buffer.from(signs).toString("latin1")
  return [...text].every((sign) => digit.test(sign)) ? Number.parseInt(text, 16) : undefined
}

describe("fourDigits", () => {
  it("knows every character at every position", () => {
    for (let place = 0; place < 4; place++)
      for (let sign = 0; sign < 256; sign++)
        for (const others of ["0aF9", "9999", "ffff", "AAAA", "0000"]) {
          const signs = [...Buffer.from(others)]
          signs[place] = sign
          const value = expected(signs)
          if (value === undefined) assert.isBelow(read(signs), 0, `${signs}`)
          else assert.strictEqual(read(signs), value, `${signs}`)
        }
  })

  it("reads any four signs as one reads them one by one", () => {
    const sign = fc.oneof(fc.constantFrom(...Buffer.from("0123456789abcdefABCDEF")), fc.nat(255))
    fc.assert(
      fc.property(fc.array(sign, { minLength: 4, maxLength: 4 }), (signs) => {
        const value = expected(signs)
        if (value === undefined) assert.isBelow(read(signs), 0)
        else assert.strictEqual(read(signs), value)
      }),
      { numRuns: 5_000 }
    )
  })
})
