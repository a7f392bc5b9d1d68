/** Malicious files: each is refused clearly and quickly, and none of its content is repeated. */
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { fileProblem } from "../../../ingest/submit/node/FileProblem.ts"
import { maxParts } from "../../../ingest/submit/read/Limits.ts"
import { safeCell } from "../../../ingest/submit/report/ReportRows.ts"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { checked, refusal } from "../../fixtures/checkedFile.ts"
import { rounds } from "../../fixtures/fullRun.ts"
import { threadMilliseconds } from "../../fixtures/threadTime.ts"

const header = "record,caseReference,requestedOn"
const row = "withdrawal,A-1,2004"

const parts = (sheet: string, besides: Readonly<Record<string, Uint8Array>> = {}): Record<string, Uint8Array> => ({
  "xl/workbook.xml": strToU8(
    '<workbook xmlns:r="o"><sheets><sheet name="a" sheetId="1" r:id="x"/></sheets></workbook>'
  ),
  "xl/_rels/workbook.xml.rels": strToU8(
    '<Relationships><Relationship Id="x" Target="worksheets/sheet1.xml"/></Relationships>'
  ),
  "xl/worksheets/sheet1.xml": strToU8(sheet),
  ...besides
})
const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const sheetOf = (rows: ReadonlyArray<string>) =>
  `<worksheet><sheetData>${rows.map((cells) => `<row>${cells.split(",").map(cell).join("")}</row>`).join("")}</sheetData></worksheet>`
const good = sheetOf([header, row])

/** A sheet of `size` equal signs, which packs to a thousandth. */
const inflated = (size: number) => parts("", { "xl/worksheets/sheet1.xml": new Uint8Array(size).fill(32) })

/** Writes another size into the directory and header of the largest part. */
const lying = (zip: Uint8Array, from: number, to: number): Uint8Array => {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  for (let i = 0; i + 4 <= zip.length; i++) if (view.getUint32(i, true) === from) view.setUint32(i, to, true)
  return zip
}

const lineSize = rounds(20_000_000, 100_000_000)
const bombSize = rounds(20_000_000, 200_000_000)

const files: ReadonlyArray<readonly [string, string, () => string | Uint8Array, ProblemCode]> = [
  ["nothing in it", "a.csv", () => "", "file-empty"],
  ["blanks alone", "a.csv", () => "\n \n,,\n", "file-empty"],
  ["megabytes in one line", "a.csv", () => new Uint8Array(lineSize).fill(65), "row-too-long"],
  ["megabytes in one quoted cell", "a.csv", () => `${header}\n"${"A".repeat(lineSize)}`, "csv-malformed"],
  ["megabytes in one line of JSON", "a.ndjson", () => `{"a":"${"A".repeat(lineSize)}"}`, "row-too-long"],
  [
    "a million columns",
    "a.csv",
    () => `${Array.from({ length: 1_000_000 }, (_, i) => i).join(",")}\n`,
    "columns-too-many"
  ],
  ["a million blank columns", "a.csv", () => `${header}${",".repeat(1_000_000)}\n`, "columns-too-many"],
  [
    "three thousand columns in a workbook",
    "a.xlsx",
    () => zipSync(parts(sheetOf(["a,".repeat(3000)]))),
    "columns-too-many"
  ],
  ["NUL bytes", "a.csv", () => `${header}\nwithdrawal,A\0CANARY,2004\n`, "file-binary"],
  [
    "NUL bytes late in UTF-16",
    "a.csv",
    () => Buffer.from(`\uFEFF${header}\n${row}\0CANARY\n`, "utf16le"),
    "file-binary"
  ],
  [
    "a quote that nothing closes",
    "a.csv",
    () => `${header}\nwithdrawal,"A-1,2004\n${`${row}\n`.repeat(1000)}`,
    "csv-malformed"
  ],
  ["signs after a closing quote", "a.csv", () => `${header}\nwithdrawal,"A"CANARY,2004\n`, "csv-malformed"],
  ["a workbook named .csv", "a.csv", () => zipSync(parts(good)), "file-disagrees"],
  ["a table named .xlsx", "a.xlsx", () => `${header}\n${row}\n`, "file-disagrees"],
  ["JSON named .csv", "a.csv", () => '{"record":"withdrawal"}\n', "file-disagrees"],
  ["a web page named .csv", "a.csv", () => "<html><script>CANARY</script></html>", "file-markup"],
  ["a PDF named .csv", "a.csv", () => "%PDF-1.7\n", "file-document"],
  [
    "an old Excel file",
    "a.xls",
    () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    "file-old-excel"
  ],
  ["a zip that is no workbook", "a.xlsx", () => zipSync({ "word/document.xml": strToU8("<a/>") }), "file-document"],
  ["a workbook that is cut off", "a.xlsx", () => zipSync(parts(good)).slice(0, 300), "xlsx-malformed"],
  ["a bomb", "a.xlsx", () => zipSync(inflated(bombSize), { level: 9 }), "xlsx-bomb"],
  [
    "a bomb that calls itself small",
    "a.xlsx",
    () => lying(zipSync(inflated(bombSize), { level: 9 }), bombSize, 1000),
    "xlsx-bomb"
  ],
  [
    "more parts than a workbook may have",
    "a.xlsx",
    () =>
      zipSync(parts(good, Object.fromEntries(Array.from({ length: maxParts }, (_, i) => [`x/${i}`, strToU8("a")]))), {
        level: 0
      }),
    "xlsx-bomb"
  ],
  [
    "a path out of the archive",
    "a.xlsx",
    () => zipSync(parts(good, { "../../etc/CANARY": strToU8("x") })),
    "xlsx-unsafe"
  ],
  ["a path from the root", "a.xlsx", () => zipSync(parts(good, { "/etc/CANARY": strToU8("x") })), "xlsx-unsafe"],
  [
    "entities of entities",
    "a.xlsx",
    () =>
      zipSync(
        parts(
          `<!DOCTYPE a [<!ENTITY b "CANARY"><!ENTITY c "&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;">]><worksheet><sheetData><row>${cell("&d;")}</row></sheetData></worksheet>`
        )
      ),
    "xlsx-unsafe"
  ],
  [
    "an entity of a file",
    "a.xlsx",
    () => zipSync(parts('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet/>')),
    "xlsx-unsafe"
  ],
  ["an entity that is not declared", "a.xlsx", () => zipSync(parts(sheetOf(["record,&canary;"]))), "xlsx-malformed"],
  ["a sheet that is not XML", "a.xlsx", () => zipSync(parts("<worksheet><sheetData><row>")), "xlsx-malformed"],
  [
    "rows that go back",
    "a.xlsx",
    () => zipSync(parts('<worksheet><sheetData><row r="5"/><row r="2"/></sheetData></worksheet>')),
    "xlsx-malformed"
  ],
  [
    "a workbook under a password",
    "a.xlsx",
    () => {
      const zip = zipSync(parts(good))
      const view = new DataView(zip.buffer)
      for (let i = 0; i + 4 < zip.length; i++)
        if (view.getUint32(i, true) === 0x02014b50) view.setUint16(i + 8, 1, true)
      return zip
    },
    "file-password"
  ],
  [
    "an OpenDocument spreadsheet under a password",
    "a.ods",
    () =>
      zipSync({
        mimetype: strToU8("application/vnd.oasis.opendocument.spreadsheet"),
        "content.xml": Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256),
        "META-INF/manifest.xml": strToU8(
          '<m:manifest xmlns:m="x"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
        )
      }),
    "file-password"
  ],
  [
    "bytes of no encoding",
    "a.csv",
    () => Uint8Array.from([...Buffer.from(header), 10, 0x81, 0x8d, 0xff, 0xfe, 0x98]),
    "file-encoding"
  ]
]

describe("hostile files", () => {
  for (const [what, name, content, code] of files)
    it(what, async () => {
      const bytes = content()
      const before = process.memoryUsage().rss
      const from = threadMilliseconds()
      const found = await refusal(name, bytes, { recordKind: "withdrawal" })
      const took = threadMilliseconds() - from
      assert.strictEqual(found?.code, code)
      assert.isBelow(took, 5_000)
      assert.isBelow(process.memoryUsage().rss - before, 400_000_000)
      const words = fileProblem(code, found?.row ?? 0).message
      assert.isAbove(words.length, 30)
      assert.notInclude(words + found?.text, "CANARY")
    })

  it("JSON that is deeper than any record, and keys of prototypes", async () => {
    const deep = `{"record":"withdrawal","caseReference":"A-1","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`
    const proto = '{"record":"withdrawal","caseReference":"A-2","__proto__":{"revision":7},"constructor":{"a":1}}'
    const { codes, ready } = await checked("a.ndjson", `${deep}\n${proto}\n`)
    assert.deepStrictEqual(codes, ["1::json-too-deep", "2:__proto__:field-unknown", "2:constructor:field-unknown"])
    assert.strictEqual(ready[0]?.record["revision"], 0)
    assert.strictEqual(Object.getPrototypeOf({})["revision"], undefined)
  })

  it("columns named after prototypes are unknown columns", async () => {
    const { codes, records } = await checked("a.csv", `${header},__proto__,constructor,toString\n${row},x,y,z\n`)
    assert.deepStrictEqual(
      codes,
      ["__proto__", "constructor", "toString"].map((name) => `1:${name}:column-unknown`)
    )
    assert.strictEqual(records, 1)
  })

  it("the report runs nothing: formulas are text, scripts are text, marks of direction are seen", async () => {
    const cells = [
      '=HYPERLINK("http://x")',
      "+1+cmd|' /C calc'!A0",
      "-2+3",
      "@SUM(A1)",
      "\t=1",
      " =1+1",
      "＝1+1",
      "<script>alert(1)</script>",
      "abc\u202Ecba",
      "a\u200Bb",
      "x\u0007y"
    ]
    const text = `${header},remarks\n${cells.map((text) => `withdrawal,A-1,2004,"${text.replaceAll('"', '""')}"`).join("\n")}\n`
    const { report } = await checked("a.csv", text)
    const { parse } = await import("csv-parse/sync")
    const rows = parse(report, { bom: true, relax_column_count: true }) as ReadonlyArray<ReadonlyArray<string>>
    assert.strictEqual(rows.length, cells.length + 1)
    for (const row of rows)
      for (const value of row) {
        assert.notMatch(value, /^\s*[=+@＝-]/)
        assert.notMatch(value, /\p{Cf}/u)
      }
    assert.include(rows[9]?.[3], "\\u{202e}")
    assert.strictEqual(safeCell("-12,5", ";"), '"-12,5"')
    assert.strictEqual(safeCell("-12", ";"), "-12")
  })

  it("a column's name is reported on one line, without direction marks, and shortened", async () => {
    const { problems } = await checked("a.csv", `${header},"a\u202Eb\nc${"d".repeat(300)}"\n${row},x\n`)
    const [{ column } = { column: "" }] = problems
    assert.notMatch(column, /[\p{Cf}\p{Cc}]/u)
    assert.isAtMost(column.length, 60)
  })
})
