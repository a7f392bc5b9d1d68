import { assert, describe, it } from "vitest"
import { counted } from "../../ports/counted.ts"

describe("a count with its noun", () => {
  it("has the singular for one only, whatever the kind of number", () => {
    assert.deepStrictEqual(
      [0, 1, 2, 1n, 2n].map((count) => counted(count, "row")),
      ["0 rows", "1 row", "2 rows", "1 row", "2 rows"]
    )
    assert.strictEqual(counted(1, "entry", "entries"), "1 entry")
    assert.strictEqual(counted(3, "entry", "entries"), "3 entries")
  })
})
