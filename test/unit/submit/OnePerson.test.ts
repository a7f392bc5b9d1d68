/** A record has the answers of its own person: not those of relatives and staff in a form, and not of persons whose case numbers became one. */
import { xlsxOf } from "@corridor/page/Xlsx"
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { hasSeveralNumbers } from "../../../ingest/submit/check/CaseNumberCells.ts"
import { numberMask } from "../../../ingest/submit/read/xlsx/NumberMask.ts"
import { checked } from "../../fixtures/checkedFile.ts"
import { newSheet } from "../../fixtures/newSheet.ts"

type Result = Awaited<ReturnType<typeof checked>>

const answersOf = ({ ready }: Result) =>
  ready.map(({ record }) => [record["gender"], record["age"], record["citizenship"]])

const nobody = [null, null, []]

describe("other persons in a form", () => {
  it("are not the person of the record: groups of relatives and staff, in any tool's headings", async () => {
    for (const [group, end] of [
      ["mother", "/"],
      ["info/employer", "/"],
      ["interviewer", "-"],
      ["Case manager", ": "],
      ["супруга", "/"],
      ["батьки", "/"],
      ["copii", "/"],
      ["Husband", " - "]
    ] as const) {
      const of = (field: string) => `${group}${end}${field}`
      const result = await checked(
        "t.csv",
        `case_number,research_consent,registered_on,${of("sex")},${of("age")},${of("citizenship")}\nG-1,yes,2023,F,45,Italy\n`,
        { recordKind: "victim" }
      )
      assert.deepStrictEqual(answersOf(result), [nobody], group)
      assert.include(result.codes, `1:${of("age")}:column-unknown`)
    }
  })

  it("are told from the person of the record, whatever its group is named", async () => {
    for (const names of [
      "profile/sex,profile/age,profile/citizenship",
      "Contact: Sex,Contact: Age,Contact: Citizenship",
      "family/sex,family/age,family/citizenship"
    ]) {
      const text = `case_number,research_consent,registered_on,${names}\nG-1,yes,2023,F,45,Italy\n`
      assert.deepStrictEqual(answersOf(await checked("t.csv", text)), [["Feminine", 45, ["ITA"]]], names)
    }
    const children =
      "children/case_number,children/research_consent,registered_on,children/sex,children/age,children/citizenship\nG-1,yes,2023,F,4,Italy\n"
    assert.deepStrictEqual(answersOf(await checked("t.csv", children)), [["Feminine", 4, ["ITA"]]])
  })

  it("may be one in each repeat: a child of KoboToolbox, ODK Central or a list of JSON", async () => {
    const kobo = xlsxOf([
      newSheet("form", [
        ["Case number", "Research consent", "Registered on", "_id", "_uuid", "_index"],
        ["K-1", "true", "2022-05-01", 11, "aa", 1]
      ]),
      newSheet("children", [
        ["Sex", "Age", "Citizenship", "_parent_table_name", "_parent_index", "_submission__id"],
        ["Male", 4, "Italy", "form", 1, 11]
      ])
    ])
    const odk = zipSync({
      "form.csv": strToU8("case_number,research_consent,registered_on,KEY\nK-1,true,2022-05-01,uuid:a\n"),
      "form-household.csv": strToU8("sex,age,citizenship,PARENT_KEY,KEY\nmale,61,ita,uuid:a,uuid:a/household[1]\n")
    })
    const json = JSON.stringify([
      {
        case_number: "K-1",
        research_consent: "yes",
        registered_on: "2022-05-01",
        children: [{ sex: "M", age: 4, citizenship: "ITA" }]
      }
    ])
    for (const [name, content] of [
      ["f.xlsx", kobo],
      ["f.zip", odk],
      ["f.json", json]
    ] as const) {
      const result = await checked(name, content, { recordKind: "victim" })
      assert.deepStrictEqual(answersOf(result), [nobody], name)
      assert.match(result.codes.join(), /age \(repeat [\w-]+\):column-unknown/i)
    }
  })
})

it("a row of groups above the header says whose columns they are", async () => {
  const names = "Case number,Research consent,Registered on,Age,Nationality,Age,Nationality"
  for (const groups of [",,,Mother,,,", "Victim,,,Trafficker,,,", ",,,Profile,,Мать,"]) {
    const isOwn = groups.includes("Profile")
    const result = await checked(
      "t.csv",
      `${groups}\n${isOwn ? names : names.replace(/,Age,Nationality$/, "")}\nG-1,yes,2023,45,Italy${isOwn ? ",70,Spain" : ""}\n`,
      { recordKind: "victim" }
    )
    assert.deepStrictEqual(answersOf(result), [isOwn ? [null, 45, ["ITA"]] : nobody], groups)
  }
  const title = `Children and their mothers\n${names.replace(/,Age,Nationality$/, "")}\nG-1,yes,2023,4,Italy\n`
  assert.deepStrictEqual(answersOf(await checked("t.csv", title)), [[null, 4, ["ITA"]]])
})

it("DHIS2's relationships are about others, and its enrollments repeat the person's answers", async () => {
  const attribute = (displayName: string, value: string) => ({ attribute: "x", displayName, value })
  const own = [
    attribute("Case number", "D-1"),
    attribute("Consent to research", "true"),
    attribute("Registered on", "2023")
  ]
  const result = await checked(
    "t.json",
    JSON.stringify({
      trackedEntities: [
        {
          trackedEntity: "aB3dE5fG7h1",
          orgUnit: "o",
          attributes: own,
          enrollments: [
            { enrollment: "e", attributes: own, events: [{ dataValues: [{ dataElement: "age", value: "20" }] }] }
          ],
          relationships: [{ to: { trackedEntity: { attributes: [attribute("Sex", "Male")] } } }]
        }
      ]
    }),
    { recordKind: "victim" }
  )
  assert.deepStrictEqual(answersOf(result), [[null, 20, []]])
})

describe("routes", () => {
  it("of a submission are not those of its copy", async () => {
    const zip = zipSync({
      "form.csv": strToU8("case_number,research_consent,KEY\nO-1,true,uuid:a\nO-2,true,uuid:a\n"),
      "form-legs.csv": strToU8(
        "country,role,year,PARENT_KEY,KEY\nUKR,Origin,2021,uuid:a,1\nPOL,Destination,2021,uuid:a,2\n"
      )
    })
    const { codes, records } = await checked("form.zip", zip, { recordKind: "route" })
    assert.deepStrictEqual(
      [codes.filter((code) => !code.startsWith("1:")), records],
      [["3::repeat-of-two-submissions"], 1]
    )
  })

  it("in a list of lists do not become one", async () => {
    const journey = (route: unknown) => [{ case_number: "J-1", research_consent: "yes", year: 2021, route }]
    const two = await checked(
      "t.json",
      JSON.stringify(
        journey([
          ["Moldova", "Italy"],
          ["Moldova", "Turkey"]
        ])
      )
    )
    assert.deepStrictEqual(two.codes, ["1:route:country-unknown"])
    assert.lengthOf((await checked("t.json", JSON.stringify(journey(["Moldova", "Italy"])))).ready, 1)
  })
})

it("a table with the kind of each record is not CTDC's, whose consent is implied", async () => {
  for (const header of [
    "record,caseReference,registeredOn,gender,citizenship",
    "Kind of record,Case number,Registered on,Sex,Citizenship"
  ]) {
    const { ready, codes, opened } = await checked("t.csv", `${header}\nvictim,A-1,2023,Feminine,MDA\n`)
    assert.strictEqual(opened.format, "corridor", header)
    assert.deepStrictEqual([codes, ready], [["2:researchUseConsent:field-missing"], []], header)
  }
})

it("a file of CTDC's columns with a consent of an unclear kind implies none", async () => {
  const ctdc = "yearOfRegistration,gender,ageBroad,citizenship,isForcedLabour"
  const row = "2020,Female,18--20,MD,1"
  assert.lengthOf((await checked("t.csv", `${ctdc}\n${row}\n`)).ready, 1)
  const { ready, codes } = await checked("t.csv", `${ctdc},Consent\n${row},no\n${row},yes\n`)
  assert.deepStrictEqual(ready, [])
  assert.include(codes, "1:researchUseConsent:column-missing")
})

describe("case numbers", () => {
  const register = (numbers: ReadonlyArray<string>) =>
    checked(
      "t.csv",
      `Case number;Research consent;Registered on\n${numbers.map((number, i) => `"${number}";yes;${2001 + i}\n`).join("")}`,
      { recordKind: "victim" }
    )

  it("that say there is none would make one person of many", async () => {
    const words = [
      "б/н",
      "без номера",
      "новый",
      "нет",
      "s/n",
      "fără număr",
      "pending",
      "0",
      "000",
      "none",
      "не присвоєно"
    ]
    const { codes, ready } = await register(words)
    assert.deepStrictEqual([codes, ready], [words.map((_, i) => `${i + 2}:Case number:field-missing`), []])
    assert.deepStrictEqual((await register(["N", "A/7", "New York 5", "00017", "NO-5"])).codes, [])
  })

  it("of several persons in one cell are refused", async () => {
    for (const cell of ["MD-001, MD-002", "MD-003/MD-004", "MD-005 - MD-009", "14; 15", "MD-12 и MD-13", "MD-001, 002"])
      assert.deepStrictEqual((await register([cell])).codes, ["2:Case number:case-number-several"], cell)
    for (const cell of ["12/2023", "MD-5", "A1-A2", "2023/04-15", "Case 12, vol. 3", "5 and a half", "1,5", "KG/12/A"])
      assert.isFalse(hasSeveralNumbers(cell), cell)
  })

  it("that count the rows are mentioned once, because they begin again in the next sheet", async () => {
    assert.deepStrictEqual((await register(["1", "2", "3", "4", "5", "6", "1"])).codes, [
      "6:Case number:case-number-of-row"
    ])
    assert.deepStrictEqual((await register(["1", "2", "1", "2"])).codes, ["4:Case number:case-number-of-row"])
    assert.deepStrictEqual((await register(["1", "2", "3", "9", "10", "11", "12"])).codes, [])
  })

  it("have the zeros and letters that a spreadsheet shows, as in its CSV file", async () => {
    for (const [code, number, shown] of [
      ["00000", 123, "00123"],
      ['"MD-"0000', 12, "MD-0012"],
      ["\\M\\D\\-0", 5, "MD-5"],
      ["000-000", 123456, "123-456"],
      ['"VoT "General', 15, "VoT 15"]
    ] as const)
      assert.strictEqual(numberMask(code)?.(number), shown, code)
    for (const code of ["0", "#,##0", "0.00", "0%", '0" years"', "General", "@", '"€"0', "00E+0"])
      assert.isUndefined(numberMask(code), code)
    const text = await register(["MD-0012"])
    const plain = unzipSync(
      xlsxOf([
        newSheet("S", [
          ["Case number", "Research consent", "Registered on"],
          [12, "yes", 2001]
        ])
      ])
    )
    const cell = /<c r="A2"[^>]*>/
    const rows = strFromU8(plain["xl/worksheets/sheet1.xml"] as Uint8Array)
    assert.match(rows, cell)
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="&quot;MD-&quot;0000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    const masked = zipSync({
      ...plain,
      "xl/styles.xml": strToU8(styles),
      "xl/worksheets/sheet1.xml": strToU8(rows.replace(cell, '<c r="A2" s="1">').replace(/ s="[2-9]"/g, ""))
    })
    const ods = zipSync({
      "content.xml": strToU8(
        `<office:document-content><table:table table:name="S"><table:table-row>${["Case number", "Research consent", "Registered on"].map((name) => `<table:table-cell><text:p>${name}</text:p></table:table-cell>`).join("")}</table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="12"><text:p>MD-0012</text:p></table:table-cell><table:table-cell><text:p>yes</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="2001"><text:p>2.001</text:p></table:table-cell></table:table-row></table:table></office:document-content>`
      )
    })
    for (const [name, bytes] of [
      ["t.xlsx", masked],
      ["t.ods", ods]
    ] as const)
      assert.deepStrictEqual((await checked(name, bytes, { recordKind: "victim" })).ready, text.ready, name)
  })
})
