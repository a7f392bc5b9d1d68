/** Headings with the group, form or object that a field belongs to, as tools document their exports, mean what the field alone means. */
import { assert, describe, it } from "vitest"
import { bindingOf } from "../../../ingest/submit/columns/BindColumn.ts"
import { namesOfField } from "../../../ingest/submit/columns/FieldLabels.ts"
import { emptyMapping, MappingIndex } from "../../../ingest/submit/columns/Mapping.ts"
import { recordSchema } from "../../../schemas/RecordSchemas.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const csv = (...rows: ReadonlyArray<ReadonlyArray<string>>) => rows.map((row) => row.join(",")).join("\n")

/** After the column styles of ActivityInfo's package for R, which names them as the web pages, formulas and codes do. */
const activityInfo = {
  "as in its web pages": [
    ["_id", "_lastEditTime", "Case number", "Research consent", "Date of registration", "Gender", "Citizenship"],
    ["Citizenship Name", "Partner", "Partner Name"]
  ],
  "as formulas": [
    ["_id", "_lastEditTime", "[Case number]", "[Research consent]", "[Date of registration]", "Gender", "Citizenship"],
    ["Citizenship.Name", "Partner", "Partner.Name"]
  ],
  "as codes": [
    ["_id", "_lastEditTime", "case_number", "research_consent", "registered_on", "gender", "citizenship"],
    ["citizenship.name", "partner", "partner.name"]
  ],
  "as formulas of a subform": [
    ["_id", "_lastEditTime", "@parent.[Case number]", "[Research consent]", "[Date of registration]", "Gender"],
    ["[Citizenship]", "[Citizenship].[Name]", "Partner", "Partner.Name"]
  ]
} as const
const cells = ["c9x1", "1709200000.1", "R-1", "Yes", "2024-02-01", "Female", "ck2p7q1lm", "Moldova", "cp1", "La Strada"]

const recordsOf = async (text: string, name = "t.csv") => {
  const result = await checked(name, text)
  return { records: result.ready.map(({ record }) => record), codes: result.codes }
}

const expected = { gender: "Feminine", citizenship: ["MDA"], registeredOn: "2024-02-01", researchUseConsent: true }

describe("exports with the names of groups", () => {
  for (const [style, [first, last]] of Object.entries(activityInfo))
    it(`ActivityInfo, ${style}`, async () => {
      const { records, codes } = await recordsOf(csv([...first, ...last], cells))
      assert.lengthOf(records, 1, codes.join())
      assert.deepInclude(records[0], expected)
    })

  for (const [tool, headings] of [
    [
      "labels of forms",
      ["Case.Case number", "Intake.Consent to research", "Intake.Date of registration", "Person.Sex"]
    ],
    [
      "DHIS2's names",
      ["Attribute: Case number", "Data element: Consent to research", "Registered on", "Attribute: Sex"]
    ],
    ["arrows", ["Case → Case number", "Case → Research consent", "Case → Date of registration", "Person → Sex"]],
    ["XLSForm's labels", ["Case::Case number", "Case::Research consent", "Case::Date of registration", "Case::Sex"]]
  ] as const)
    it(tool, async () => {
      const { records, codes } = await recordsOf(
        csv([...headings, "Profile.Citizenship.Name"], ["R-1", "yes", "2024-02-01", "Female", "Moldova"])
      )
      assert.lengthOf(records, 1, codes.join())
      assert.deepInclude(records[0], expected)
    })

  it("the part of an answer that is read is the one the partner would read", async () => {
    const row = (headings: string, values: string) =>
      recordsOf(`Case number,Research consent,Registered on,${headings}\nR-1,yes,2024-02-01,${values}\n`)
    const one = await row("Citizenship.Code,Citizenship.Name,gender,gender.label", "498,Moldova,Feminine,A woman")
    assert.deepInclude(one.records[0], { citizenship: ["MDA"], gender: "Feminine" })
    const values = await row("gender.value,gender.label,citizenship.code", "F,Female,MDA")
    assert.deepInclude(values.records[0], { citizenship: ["MDA"], gender: "Feminine" })
  })

  it("two columns with the same last part are reported", async () => {
    for (const [one, other] of [
      ["Registration.Sex", "Interview.Sex"],
      ["Case.Citizenship.Name", "Interview.Citizenship.Name"],
      ["Citizenship", "Interview.Citizenship"],
      ["Data element: Sex", "Attribute: Sex"]
    ] as const) {
      const { codes } = await recordsOf(
        `Case number,Research consent,Registered on,${one},${other}\nR-1,yes,2024-02-01,,\n`
      )
      assert.include(codes.join(), "column-repeated", one)
    }
  })

  it("names of persons are refused in any group, names of partners and places are not", async () => {
    const codesOf = async (heading: string) =>
      (await recordsOf(`Case number,Research consent,Registered on,${heading}\nR-1,yes,2024-02-01,\n`)).codes.join()
    for (const heading of [
      "Client.Name",
      "Case.Name",
      "Registered by.Name",
      "[Case worker].[Full name]",
      "Person → Name"
    ])
      assert.include(await codesOf(heading), "column-direct-identifier", heading)
    for (const heading of [
      "Partner.Name",
      "Location of exploitation.Name",
      "Admin 1.Name",
      "[Referring partner].[Name]"
    ])
      assert.notInclude(await codesOf(heading), "column-direct-identifier", heading)
  })

  it("what is in the group of another person is not the person's", async () => {
    for (const group of ["Mother", "Perpetrator", "[Case worker]", "Employer"]) {
      const { records } = await recordsOf(
        `Case number,Research consent,Registered on,Sex,${group}.Gender,${group}.Citizenship.Name\nR-1,yes,2024-02-01,F,Male,Ukraine\n`
      )
      assert.deepInclude(records[0], { gender: "Feminine" }, group)
      assert.deepInclude(records[0], { citizenship: [] }, group)
    }
  })

  it("every label means the same below a group as alone", () => {
    const mapping = new MappingIndex(emptyMapping)
    const bind = (heading: string) => bindingOf("victim", heading, mapping, undefined)
    let count = 0
    for (const { name } of recordSchema("victim").fields)
      for (const label of namesOfField(name)) {
        const alone = bind(label)
        const heading = label[0]?.toUpperCase() + label.slice(1)
        if (alone.to !== "target" || alone.target.field.name !== name || /[/.]|^[^\p{Lu}\p{Lo}]/u.test(heading))
          continue
        for (const grouped of [
          `Intake/${heading}`,
          `Intake.${heading}`,
          `Intake form.${heading}`,
          `Intake → ${heading}`
        ])
          assert.deepInclude(bind(grouped), { to: "target", target: alone.target }, grouped)
        count++
      }
    assert.isAbove(count, 300)
  })
})
