/** `receipt outcome -`: the lines of standard input, and the outcome of each. */
import { assert, it } from "vitest"
import { outcomesByLine, readIdLines } from "../../../infra/cli/outcomeLines.ts"

it("keeps the numbers of lines: empty ones count, and spaces and line ends of any system do not belong to an id", () => {
  assert.deepStrictEqual(readIdLines("V-1\r\n\r\n  V 2 \nV-3\n"), [
    { line: 1, id: "V-1" },
    { line: 3, id: "V 2" },
    { line: 4, id: "V-3" }
  ])
  assert.isEmpty(readIdLines(" \n\n"))
})

it("gives each line its outcomes, also where two lines ask for the same record", () => {
  const lines = readIdLines("a\n\nb\na\nc")
  const records = [["a1", "a2"], ["b1"], ["a1", "a2"], ["c1"]]
  const { outcomes, withoutOutcome } = outcomesByLine(lines, records, [
    { record: "b1", outcome: "rejected" },
    { record: "a2", outcome: "accepted" },
    { record: "a2", outcome: "duplicate" }
  ])
  assert.deepStrictEqual(
    outcomes.map(({ line, record, outcome }) => [line, record, outcome]),
    [
      [1, "a2", "accepted"],
      [1, "a2", "duplicate"],
      [3, "b1", "rejected"],
      [4, "a2", "accepted"],
      [4, "a2", "duplicate"]
    ]
  )
  assert.deepStrictEqual(withoutOutcome, [5])
})
