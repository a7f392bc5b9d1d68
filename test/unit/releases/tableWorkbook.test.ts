import { strFromU8, unzipSync } from "fflate"
import { assert, it } from "vitest"
import { tableWorkbook } from "../../../release/published/tableWorkbook.ts"

const columns = ["origin", "state", "victims"].map((name) => ({ name, meaning: `what ${name} is`, hxl: `#${name}` }))
const rows = [
  ["UKR", "published", 0],
  ["=1+1", "suppressed", null],
  ["@SUM(A1) <&>", "not_reported", null]
]
const book = (hxl = false) => tableWorkbook({ columns, rows, notes: [["table", "=cmd()"]], hxl })
const sheet = (number: number, hxl = false) =>
  strFromU8(unzipSync(book(hxl))[`xl/worksheets/sheet${number}.xml`] as Uint8Array)

it("a published 0 is the number 0, and a figure that is not published is no cell", () => {
  assert.include(sheet(1), '<c r="C2"><v>0</v></c>')
  assert.notInclude(sheet(1), 'r="C3"')
  assert.notInclude(sheet(1), 'r="C4"')
})

it("a text is never a formula", () => {
  assert.notMatch(sheet(1) + sheet(2), /<f[ >]/)
  assert.include(sheet(1), '<c r="A3" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>')
  assert.include(sheet(1), "@SUM(A1) &lt;&amp;&gt;")
})

it("states that are not published are marked, and the notes say what each means", () => {
  assert.match(sheet(1), /<c r="B3" t="inlineStr" s="3">/)
  assert.match(sheet(1), /<c r="B2" t="inlineStr"><is>/)
  for (const words of ["state suppressed", "what victims is", "term of use 1"]) assert.include(sheet(2), words)
})

it("tags come on request, and the bytes are the same each time", () => {
  assert.notInclude(sheet(1), "#origin")
  assert.include(sheet(1, true), "#origin")
  assert.deepStrictEqual(book(), book())
})
