import { readFileSync } from "node:fs"
import { join } from "node:path"
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { maxMergedCells } from "../../../ingest/submit/read/Limits.ts"
import { dateText } from "../../../ingest/submit/read/xlsx/ExcelDate.ts"
import { sheetLayout } from "../../../ingest/submit/read/xlsx/SheetLayout.ts"
import { codeOfWord } from "../../../ingest/submit/values/CodeWords.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { languages } from "../../../schemas/Languages.ts"
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

  it("hidden columns with a name are read and mentioned, and others are not", async () => {
    const parts = unzipSync(workbook("two-tables.xlsx"))
    const sheet = "xl/worksheets/sheet2.xml"
    const codesWith = async (columns: string) => {
      const xml = strFromU8(parts[sheet] as Uint8Array).replace("<sheetData>", `<cols>${columns}</cols><sheetData>`)
      return (await checked("two.xlsx", zipSync({ ...parts, [sheet]: strToU8(xml) }), { sheet: "2" })).codes
    }
    assert.deepStrictEqual(await codesWith('<col min="2" max="3" width="9" hidden="1" customWidth="1"/>'), [
      "0::columns-hidden"
    ])
    // Behind the last column, as Excel writes them when all unused ones are hidden.
    assert.deepStrictEqual(await codesWith('<col min="1" max="6"/><col hidden="true" min="7" max="16384"/>'), [])
  })

  it("rows hidden by hand or by a filter are read and mentioned", async () => {
    const book = workbook("two-tables.xlsx")
    const parts = unzipSync(book)
    const sheet = "xl/worksheets/sheet2.xml"
    const xml = strFromU8(parts[sheet] as Uint8Array).replace(/<row r="2"/, '<row r="2" hidden="1"')
    const result = await checked("two.xlsx", zipSync({ ...parts, [sheet]: strToU8(xml) }), { sheet: "2" })
    assert.deepStrictEqual([result.codes, result.records], [["2::row-hidden"], 1])
  })

  it("cells that are struck through are read and mentioned", async () => {
    const parts = unzipSync(workbook("two-tables.xlsx"))
    const [sheet, styles] = ["xl/worksheets/sheet2.xml", "xl/styles.xml"]
    const fonts = '<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
    const formats = '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs>'
    const style = strToU8(`<styleSheet>${fonts}${formats}</styleSheet>`)
    const codesOf = async (number: number) => {
      const xml = strFromU8(parts[sheet] as Uint8Array)
        .replaceAll(/ s="\d+"/g, "")
        .replace('<c r="B2"', `<c r="B2" s="${number}"`)
      return (await checked("a.xlsx", zipSync({ ...parts, [styles]: style, [sheet]: strToU8(xml) }), { sheet: "2" }))
        .codes
    }
    assert.deepStrictEqual(await codesOf(1), ["2::row-struck"])
    assert.deepStrictEqual(await codesOf(2), [])
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

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/** A workbook with one sheet, whose cells are texts, and what Excel writes after the rows and next to the sheet. */
const sheetOf = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  behind = "",
  others: Readonly<Record<string, string>> = {}
): Uint8Array => {
  const cell = (text: string, at: string) =>
    text === "" ? `<c r="${at}"/>` : `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
  const lines = rows.map(
    (cells, i) =>
      `<row r="${i + 1}">${cells.map((text, at) => cell(text, `${String.fromCharCode(65 + at)}${i + 1}`)).join("")}</row>`
  )
  const parts = {
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "xl/workbook.xml": `${head}<workbook ${main} xmlns:r="${office}"><sheets><sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `${head}<worksheet ${main}><sheetData>${lines.join("")}</sheetData>${behind}</worksheet>`,
    ...others
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}

const victims = ["Case number", "Consent for research", "Registered on", "Gender", "Citizenship"]

describe("cells merged over several rows", () => {
  it("have their value in each row, and in no row beyond", async () => {
    const rows = [
      victims,
      ["K-1", "yes", "2019-03", "F", "MDA"],
      ["K-2", "", "", "M", ""],
      ["K-3", "", "2020-05", "F", "UKR"],
      ["K-4", "yes", "2020-06", "M", ""]
    ]
    const merged =
      '<mergeCells count="3"><mergeCell ref="B2:B4"/><mergeCell ref="C2:C3"/><mergeCell ref="E2:E3"/></mergeCells>'
    const { codes, ready } = await checked("a.xlsx", sheetOf(rows, merged))
    assert.deepStrictEqual(codes, [])
    assert.deepStrictEqual(
      ready.map(({ record }) => [record["researchUseConsent"], record["registeredOn"], record["citizenship"]]),
      [
        [true, "2019-03", ["MDA"]],
        [true, "2019-03", ["MDA"]],
        [true, "2020-05", ["UKR"]],
        [true, "2020-06", []]
      ]
    )
    const apart = await checked("a.xlsx", sheetOf(rows))
    assert.strictEqual(apart.rejected, 2)
  })

  it("a name merged over both rows of a header is that name", async () => {
    const rows = [
      ["Case number", "Consent for research", "About the person", "", "Own mark"],
      ["", "", "Gender", "Registered on", ""],
      ["K-1", "yes", "F", "2019-03", "x"]
    ]
    const merged =
      '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:D1"/><mergeCell ref="E1:E2"/></mergeCells>'
    const { opened, accepted } = await checked("a.xlsx", sheetOf(rows, merged))
    assert.deepStrictEqual(
      [opened.header?.names, accepted],
      [["Case number", "Consent for research", "Gender", "Registered on", "Own mark"], 1]
    )
  })

  it("are found once each, wherever the file is cut into pieces", async () => {
    const text = '<cols><col hidden="1" min="2" max="13"/></cols><mergeCells><mergeCell ref="B2:B10"/></mergeCells>'
    const layoutOf = (pieces: ReadonlyArray<string>) => {
      async function* bytes() {
        for (const piece of pieces) yield strToU8(piece)
      }
      return sheetLayout(bytes())
    }
    const whole = await layoutOf([text])
    assert.deepStrictEqual([whole.merged.length, whole.hiddenColumns], [1, [[1, 12]]])
    for (let at = 1; at < text.length; at++)
      assert.deepStrictEqual(await layoutOf([text.slice(0, at), text.slice(at)]), whole, `at ${at}`)
  })

  it("cost a row no more than its columns, however many overlap", async () => {
    const rows = [victims, ...Array.from({ length: 500 }, (_, i) => [`K-${i}`, "yes", "2019-03", "F", "MDA"])]
    const many = `<mergeCells>${'<mergeCell ref="B2:B1048576"/>'.repeat(maxMergedCells)}</mergeCells>`
    assert.strictEqual((await checked("a.xlsx", sheetOf(rows, many))).accepted, 500)
    const more = `<mergeCells>${'<mergeCell ref="B2:B1048576"/>'.repeat(maxMergedCells + 1)}</mergeCells>`
    assert.strictEqual((await refusal("a.xlsx", sheetOf(rows, more)))?.code, "xlsx-bomb")
  })
})

describe("comments on cells", () => {
  const rows = [victims, ["K-1", "yes", "2019-03", "F", "MDA"]]
  const notes = (author: string, text: string, ref = "D2") => ({
    "xl/comments1.xml": `${head}<comments ${main}><authors><author>${author}</author></authors><commentList><comment ref="${ref}" authorId="0"><text><r><t>${author}:</t></r><r><t xml:space="preserve">\n${text}</t></r></text></comment></commentList></comments>`
  })

  it("are said not to be read; the colleague who wrote them is not meant", async () => {
    const { codes, accepted } = await checked(
      "a.xlsx",
      sheetOf(rows, "", notes("Olena Kovalenko", "see the second page"))
    )
    assert.deepStrictEqual([codes, accepted], [["0::comments-unread"], 1])
    assert.deepStrictEqual((await checked("a.xlsx", sheetOf(rows, "", notes("A", "")))).codes, [])
  })

  it("with an identifier refuse the file, by their row and without their text", async () => {
    const thread = `${head}<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" personId="{1}" id="{2}"><text>call +380 67 123 45 67</text></threadedComment></ThreadedComments>`
    for (const others of [
      notes("A", "Ганна Шевченко, born 12.03.1995"),
      { "xl/threadedComments/threadedComment1.xml": thread }
    ]) {
      const { codes, identifying, report } = await checked("a.xlsx", sheetOf(rows, "", others))
      assert.deepStrictEqual([codes, identifying], [["0::comments-unread", "2::direct-identifier"], true])
      assert.notMatch(report, /Шевченко|380 67/)
    }
  })
})

describe("a form with the fields in the first column", () => {
  const lines = [
    ["Intake form 2019", "", ""],
    ["Номер случая", "K-1", "K-2"],
    ["Согласие на исследование", "да", "да"],
    ["Дата регистрации", "2019-03", "2020-04"],
    ["Пол", "ж", "м"],
    ["Гражданство", "Украина", "Молдова"]
  ]
  const csv = lines.map((line) => line.join(";")).join("\n")

  it("is read with each column as a record, as CSV and as XLSX, and says so", async () => {
    for (const [name, content] of [
      ["a.csv", csv],
      ["a.xlsx", sheetOf(lines)]
    ] as const) {
      const { codes, ready } = await checked(name, content)
      assert.deepStrictEqual(codes, ["0::table-turned", "1:Intake form 2019:column-unknown"])
      assert.deepStrictEqual(
        ready.map(({ record }) => [record["registeredOn"], record["gender"], record["citizenship"]]),
        [
          ["2019-03", "Feminine", ["UKR"]],
          ["2020-04", "Masculine", ["MDA"]]
        ]
      )
    }
  })

  it("may have numbers before the fields", async () => {
    const numbered = csv.split("\n").map((line, i) => (i === 0 ? line : `${i}.;${line}`))
    const { codes, accepted, ready } = await checked("a.csv", numbered.join("\n"))
    assert.deepStrictEqual([codes, accepted], [["0::table-turned", "2:Intake form 2019:column-unknown"], 2])
    assert.deepStrictEqual(
      ready.map(({ record }) => record["gender"]),
      ["Feminine", "Masculine"]
    )
  })

  it("has problems at the number of their column, and identifiers are found", async () => {
    const { codes, identifying } = await checked("a.csv", `${csv}\nВозраст;много;17\nЗаметка;;Анна Петрова`)
    assert.deepStrictEqual(codes, [
      "0::table-turned",
      "1:Intake form 2019:column-unknown",
      "1:Заметка:column-unknown",
      "2:Возраст:type-mismatch",
      "3:Заметка:direct-identifier"
    ])
    assert.isTrue(identifying)
  })

  it("is seen where a field's answers are names of columns to tick", async () => {
    const ticked = `${csv}\nВид эксплуатации;Принудительный труд;Сексуальная эксплуатация`
    const { codes, accepted } = await checked("a.csv", ticked)
    assert.deepStrictEqual([codes, accepted], [["0::table-turned", "1:Intake form 2019:column-unknown"], 2])
  })

  it("is not a list of fields, which is refused by name", async () => {
    const dictionary = [
      ["Поле", "Подпись", "Тип", "Обязательно"],
      ["case_no", "Номер случая", "текст", "да"],
      ["consent", "Согласие на исследование", "да/нет", "да"],
      ["registered", "Дата регистрации", "дата", "да"],
      ["sex", "Пол", "список", ""]
    ]
    const survey = [
      ["type", "name", "label::Română (ro)"],
      ["begin_group", "intake", ""],
      ["text", "dosar", "Numărul dosarului"],
      ["date", "data", "Data înregistrării"],
      ["select_one sex", "sex", "Sex"],
      ["integer", "age", "Vârsta"]
    ]
    for (const lines of [dictionary, survey]) {
      const table = lines.map((line) => line.join("\t")).join("\n")
      assert.strictEqual((await refusal("fields.csv", table))?.code, "table-of-fields")
      assert.strictEqual((await refusal("fields.xlsx", sheetOf(lines)))?.code, "table-of-fields")
    }
  })

  it("is not seen in a usual table, with one row or many", async () => {
    for (const rows of [1, 300]) {
      const table = ["Пол;Гражданство", ...Array.from({ length: rows }, () => "ж;Украина")].join("\n")
      assert.notInclude((await checked("a.csv", table)).codes, "0::table-turned")
    }
  })
})
