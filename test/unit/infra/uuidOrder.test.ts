import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { uuidOrder } from "../../../infra/warehouse/uuidOrder.ts"
import { putUuidText } from "../../../ports/ColumnBlock.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const runs = rounds(100, 1000)

/** The second half of a UUID's text as a number. */
const secondHalf = (text: string) => BigInt(`0x${text.slice(19).replaceAll("-", "")}`)

const wordsOf = (texts: ReadonlyArray<string>) => {
  const words = new Uint32Array(4 * texts.length)
  for (const [row, text] of texts.entries()) putUuidText(words, row, text)
  return words
}

/** Few different ids among them, and ids that share a half. */
const someIds = fc.array(fc.uuid(), { minLength: 1, maxLength: 8 }).chain((known) =>
  fc.array(
    fc.oneof(
      fc.uuid(),
      fc.constantFrom(...known),
      fc.tuple(fc.constantFrom(...known), fc.uuid()).map(([a, b]) => a.slice(0, 18) + b.slice(18)),
      fc.tuple(fc.constantFrom(...known), fc.uuid()).map(([a, b]) => b.slice(0, 18) + a.slice(18))
    ),
    { maxLength: 200 }
  )
)

describe("uuidOrder", () => {
  it("compares the second halves as numbers, and equal ones by position", () => {
    fc.assert(
      fc.property(someIds, (ids) => {
        const expected = ids
          .map((_, row) => row)
          .toSorted((a, b) => {
            const [x, y] = [secondHalf(ids[a] as string), secondHalf(ids[b] as string)]
            return x < y ? -1 : x > y ? 1 : a - b
          })
        assert.deepStrictEqual([...uuidOrder(wordsOf(ids), ids.length)], expected)
      }),
      { numRuns: runs }
    )
  })

  it("is correct for a batch of the largest size", () => {
    const rows = 57_344
    const words = crypto.getRandomValues(new Uint32Array(16_384))
    const ids = new Uint32Array(4 * rows)
    for (let i = 0; i < ids.length; i++) ids[i] = Math.imul(words[i % words.length] as number, i | 1)
    const order = uuidOrder(ids, rows)
    assert.strictEqual(new Set(order).size, rows)
    for (let i = 1; i < rows; i++) {
      const [a, b] = [4 * (order[i - 1] as number), 4 * (order[i] as number)]
      const [high, low] = [
        (ids[a + 3] as number) - (ids[b + 3] as number),
        (ids[a + 2] as number) - (ids[b + 2] as number)
      ]
      assert.isTrue(high < 0 || (high === 0 && low <= 0))
    }
  })
})
