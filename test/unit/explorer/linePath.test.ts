import { assert, it } from "vitest"
import { linePath } from "../../../site/explorer/drawings/linePath.ts"

it("a line is broken where a point is missing, and a point alone is drawn", () => {
  // As d3-shape 3.2.1 writes them.
  assert.strictEqual(linePath([]), "")
  assert.strictEqual(linePath([undefined, undefined]), "")
  assert.strictEqual(
    linePath([
      [1, 2.5],
      [3, 4],
      [5, 0]
    ]),
    "M1,2.5L3,4L5,0"
  )
  assert.strictEqual(linePath([undefined, [1, 2], undefined, undefined, [3, 4], [5, 6], undefined]), "M1,2ZM3,4L5,6")
})
