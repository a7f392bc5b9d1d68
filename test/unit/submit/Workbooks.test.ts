import { readFileSync } from "node:fs"
import { join } from "node:path"
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { dateText } from "../../../ingest/submit/read/xlsx/ExcelDate.ts"
import { codeOfWord } from "../../../ingest/submit/values/CodeWords.ts"
import { languages } from "../../../ingest/submit/words/Languages.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { checked, refusal } from "../../fixtures/checkedFile.ts"

const workbook = (name: string) => readFileSync(join(import.meta.dirname, "../../fixtures/workbooks", name))

describe("a table returned as a workbook", () => {
  const header = "record,caseReference,requestedOn,remarks"
  const cells = ["=1+1", "a\u202Eb", "<b>&", "_x0041_", "\ud800", "0012", '"q"\ntwo lines']
  const text = `A title\n\n${header}\n${cells.map((cell, i) => `withdrawal,A-${i},${i === 2 ? "2199" : "2004"},"${cell.replaceAll('"', '""')}"`).join("\n")}\n`

  it("has each row at its old number, good rows included, as text, with its problems in the last columns", async () => {
    for (const language of languages) {
      const { reportBytes, codes } = await checked("a.csv", text, {}, language, "xlsx")
      assert.deepStrictEqual(codes, ["3:remarks:column-unknown", "6:requestedOn:date-in-future"])
      const sheet = strFromU8(unzipSync(reportBytes)["xl/worksheets/sheet1.xml"] as Uint8Array)
      assert.notMatch(sheet, /<f>|<v>| t="(?!inlineStr")/)
      const rows = new Map(
        [...sheet.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].map(([, row, own]) => [
          Number(row),
          new Map(
            [...(own as string).matchAll(/<c r="([A-Z]+)\d+"[^>]*><is><t[^>]*>(.*?)<\/t>/gs)].map(
              ([, column, cell]) => [column, cell]
            )
          )
        ])
      )
      assert.deepStrictEqual([...rows.keys()], [1, 3, 4, 5, 6, 7, 8, 9, 10])
      assert.strictEqual(rows.get(1)?.get("A"), "A title")
      assert.match(rows.get(3)?.get("E") ?? "", /^corridor_problems/)
      assert.deepStrictEqual(
        [4, 5, 6, 7, 8, 9, 10].map((row) => rows.get(row)?.get("D")),
        ["=1+1", "a\\u{202e}b", "&lt;b&gt;&amp;", "_x005F_x0041_", "\ufffd", "0012", "&quot;q&quot;\ntwo lines"]
      )
      assert.isUndefined(rows.get(4)?.get("E"))
      assert.strictEqual(rows.get(6)?.get("E"), "date-in-future (requestedOn)")
      const explanations = strFromU8(unzipSync(reportBytes)["xl/worksheets/sheet2.xml"] as Uint8Array)
      assert.match(
        explanations,
        />corridor_problems<.*>column-unknown<.*>date-in-future<\/t><\/is><\/c><c [^>]*><is><t[^>]*>\p{Lu}/su
      )
    }
  })

  it("is a workbook that is read again: the column of problems is known and left out", async () => {
    const first = await checked("a.csv", text, {}, "ru", "xlsx")
    const again = await checked("b.xlsx", first.reportBytes, {}, "ru", "xlsx")
    assert.deepStrictEqual(again.codes, first.codes)
    const third = await checked("b.xlsx", again.reportBytes, {}, "en", "csv")
    assert.strictEqual(third.rows, cells.length)
  })
})

describe("workbooks of other programs", () => {
  for (const name of ["dates-1900.xlsx", "dates-1904.xlsx"])
    it(`${name}: dates by number and format, formulas' values, a title above, blank rows between`, async () => {
      const result = await checked(name, workbook(name))
      assert.strictEqual(result.opened.header?.row, 4)
      assert.deepStrictEqual(result.codes, ["13:gender:cell-error"])
      assert.deepStrictEqual(
        result.ready.map(({ record }) => record["registeredOn"]),
        ["2019-03-01", "2019-03", "2019", "2019-03-01", "2018-05-17"]
      )
      const last = result.ready.at(-1)?.record
      assert.deepInclude(last, { gender: "Masculine", age: 21, citizenship: ["MDA", "UKR"], researchUseConsent: true })
    })

  it("the sheet with records is read; other sheets are reported", async () => {
    const result = await checked("sheets.xlsx", workbook("sheets.xlsx"))
    assert.deepStrictEqual(result.codes, ["0::sheets-unread"])
    assert.deepStrictEqual(
      result.ready.map(({ record }) => [
        record["gender"],
        record["age"],
        record["registeredOn"],
        record["citizenship"]
      ]),
      [
        ["Feminine", 17, "2020-02-29", ["UKR"]],
        ["Masculine", 45, "2020", ["MDA", "KAZ"]]
      ]
    )
    const old = await checked("sheets.xlsx", workbook("sheets.xlsx"), { sheet: "Old" })
    assert.deepStrictEqual([old.rows, old.codes], [1, []])
    assert.strictEqual(
      (await refusal("sheets.xlsx", workbook("sheets.xlsx"), { sheet: "None" }))?.code,
      "sheet-unknown"
    )
  })

  it("two sheets of records: the sender chooses, by name or number", async () => {
    assert.strictEqual((await refusal("two.xlsx", workbook("two-tables.xlsx")))?.code, "sheet-choose")
    assert.strictEqual((await checked("two.xlsx", workbook("two-tables.xlsx"), { sheet: "2" })).records, 1)
  })

  it("rows hidden by hand or by a filter are read and mentioned", async () => {
    const book = workbook("two-tables.xlsx")
    const parts = unzipSync(book)
    const sheet = "xl/worksheets/sheet2.xml"
    const xml = strFromU8(parts[sheet] as Uint8Array).replace(/<row r="2"/, '<row r="2" hidden="1"')
    const result = await checked("two.xlsx", zipSync({ ...parts, [sheet]: strToU8(xml) }), { sheet: "2" })
    assert.deepStrictEqual([result.codes, result.records], [["2::row-hidden"], 1])
  })

  it("one byte that is not as it was written: refused by the checksum", async () => {
    const header = "record,caseReference,requestedOn"
    const report = await checked("a.csv", `${header}\nwithdrawal,C-1,2019\n`, {}, "en", "xlsx")
    const parts = unzipSync(report.reportBytes)
    for (const name of Object.keys(parts)) {
      // Stored, not deflated, so that the archive is readable without its checksum.
      const zip = zipSync(parts, { level: 0 })
      const text = parts[name] as Uint8Array
      const at = Buffer.from(zip).indexOf(Buffer.from(text)) + text.length - 1
      assert.strictEqual(zip[at], ">".charCodeAt(0))
      assert.isUndefined(await refusal("a.xlsx", zip), name)
      zip[at] = "\n".charCodeAt(0)
      assert.strictEqual((await refusal("a.xlsx", zip))?.code, "xlsx-malformed", name)
    }
  })

  it("days since the epoch, as in Excel's documentation", () => {
    for (const [serial, is1904, text] of [
      [1, false, "1900-01-01"],
      [59, false, "1900-02-28"],
      [61, false, "1900-03-01"],
      [39448, false, "2008-01-01"],
      [37986, true, "2008-01-01"],
      [2958465, false, "9999-12-31"]
    ] as const)
      assert.strictEqual(dateText(serial, "day", is1904), text)
    for (const serial of [0, -5, 60, 2958466, Number.NaN]) assert.isUndefined(dateText(serial, "day", false))
  })

  it("shared and inline texts in pieces, escaped signs, cells and rows without addresses", async () => {
    const part = (text: string) => strToU8(`<?xml version="1.0"?>${text}`)
    const names = ["record", "caseReference"]
    const bytes = zipSync({
      "xl/workbook.xml": part(
        '<w:workbook xmlns:w="m" xmlns:r="o"><w:sheets><w:sheet name="a" sheetId="1" r:id="x"/></w:sheets></w:workbook>'
      ),
      "xl/_rels/workbook.xml.rels": part(
        '<Relationships><Relationship Id="x" Target="/xl/worksheets/s.xml"/></Relationships>'
      ),
      "xl/sharedStrings.xml": part(
        `<sst><si><t>${names[0]}</t></si><si><r><t>case</t></r><r><t>Reference</t></r><rPh><t>no</t></rPh></si></sst>`
      ),
      "xl/worksheets/s.xml": part(
        '<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="inlineStr"><is><r><t>with</t></r><r><t>drawal</t></r></is></c><c t="str"><f>1</f><v>A_x002D_1</v></c></row></sheetData></worksheet>'
      )
    })
    const result = await checked("a.xlsx", bytes)
    assert.deepStrictEqual([result.codes, result.records], [[], 1])
    const same = await checked("a.csv", "record,caseReference\nwithdrawal,A-1\n")
    assert.strictEqual(result.contentHash, same.contentHash)
  })
})

describe("labels", () => {
  it("every label of every language means its code, and no other", () => {
    for (const row of readCodeList("code-labels"))
      for (const language of ["ru", "uk", "ro"])
        for (const word of (row[language] ?? "").split("|").filter((one) => one !== ""))
          assert.strictEqual(codeOfWord(row["list"] as string, word), row["code"], `${row["list"]} ${word}`)
  })
})
