/** Lists that the command line prints. */
import { assert, describe, it } from "vitest"
import { formatTable } from "../../../infra/cli/CommandOutput.ts"

describe("a printed list", () => {
  it("has columns of equal width, figures to the right, under a line", () => {
    assert.deepStrictEqual(
      formatTable([
        ["partner", "rows"],
        ["a", 5],
        ["longer-than-that", 1200]
      ]),
      ["partner           rows", "----------------  ----", "a                    5", "longer-than-that  1200"]
    )
  })

  it("shows no text that moves the cursor or turns the direction of what follows", () => {
    assert.deepStrictEqual(formatTable([["name"], ["a\u001b[31m\u2028b\u202ec\u2066d\u200f"]]).at(-1), "a [31m bcd")
  })

  it("may be longer than a call has arguments", () => {
    const lines = formatTable([["row"], ...Array.from({ length: 300_000 }, (_, i) => [i])])
    assert.lengthOf(lines, 300_002)
    assert.strictEqual(lines.at(-1), "299999")
  })
})
