/** Records that a tool has and does not count: never submitted, unfinished, rejected, archived, cancelled. */
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const head = "Case number,Consent to research,Registered on,Sex"
const cells = (n: number) => `A-${n}0,yes,2023,F`

/** A tool, its own columns, and the cells of rows that it counts and of rows that it does not. */
const tools: ReadonlyArray<{
  readonly tool: string
  readonly columns: string
  readonly counted: ReadonlyArray<string>
  readonly held: ReadonlyArray<string>
}> = [
  {
    tool: "LimeSurvey",
    columns: "id,submitdate,lastpage,startlanguage,seed",
    counted: ["1,2024-02-01 10:00:00,5,en,123", "2,1980-01-01 00:00:00,5,en,124"],
    held: ["3,,2,en,125"]
  },
  {
    tool: "LimeSurvey with texts of questions",
    columns: "id. Response ID,submitdate. Date submitted,lastpage. Last page,seed. Seed",
    counted: ["1,2024-02-01 10:00:00,5,123"],
    held: ["3,,2,125", "4,N/A,2,126"]
  },
  {
    tool: "LimeSurvey with labels",
    columns: "Response ID,Date submitted,Last page,Start language,Seed",
    counted: ["1,2024-02-01 10:00:00,5,en,123"],
    held: ["3,,2,en,125"]
  },
  {
    tool: "ODK Central",
    columns: "KEY,SubmissionDate,ReviewState",
    counted: ["uuid:a,2024-02-01,", "uuid:b,2024-02-01,approved", "uuid:c,2024-02-01,edited"],
    held: ["uuid:d,2024-02-01,rejected", "uuid:e,2024-02-01,hasIssues"]
  },
  {
    tool: "KoboToolbox",
    columns: "_uuid,_submission_time,_validation_status",
    counted: ["a,2024-02-01,", "b,2024-02-01,Approved", "c,2024-02-01,validation_status_approved"],
    held: ["d,2024-02-01,Not Approved", "e,2024-02-01,On Hold", "f,2024-02-01,validation_status_on_hold"]
  },
  {
    tool: "SurveyCTO",
    columns: "KEY,SubmissionDate,formdef_version,review_status,review_quality",
    counted: ["uuid:a,2024-02-01,1,approved,good", "uuid:b,2024-02-01,1,APPROVED,"],
    held: ["uuid:c,2024-02-01,1,REJECTED,", "uuid:d,2024-02-01,1,pending,", "uuid:e,2024-02-01,1,approved,fake"]
  },
  {
    tool: "Primero",
    columns: "record_state",
    counted: ["true", ""],
    held: ["false"]
  },
  {
    tool: "DHIS2",
    columns: "event,orgUnit,program,status,deleted",
    counted: ["aB3dE5fG7hI,zK9mN1pQ3rS,pQ3rSzK9mN1,COMPLETED,false", "aB3dE5fG7hJ,zK9mN1pQ3rS,pQ3rSzK9mN1,ACTIVE,"],
    held: [
      "aB3dE5fG7hK,zK9mN1pQ3rS,pQ3rSzK9mN1,CANCELLED,false",
      "aB3dE5fG7hL,zK9mN1pQ3rS,pQ3rSzK9mN1,SCHEDULE,false",
      "aB3dE5fG7hM,zK9mN1pQ3rS,pQ3rSzK9mN1,COMPLETED,true"
    ]
  },
  {
    tool: "CommCare",
    columns: "formid,form.meta.instanceID,archived,doc_type",
    counted: ["a,a,False,XFormInstance"],
    held: ["b,b,True,XFormInstance", "c,c,False,XFormArchived"]
  },
  {
    tool: "Qualtrics",
    columns: "ResponseId,RecordedDate,Status,Finished",
    counted: ["R_1,2024-02-01,0,True", "R_2,2024-02-01,IP Address,1"],
    held: ["R_3,2024-02-01,0,False", "R_4,2024-02-01,Survey Preview,1"]
  },
  {
    tool: "a register",
    columns: "Draft,Test record,Record status",
    counted: [",,", "no,no,final"],
    held: ["yes,,", ",yes,", ",,draft"]
  }
]

const rowsOf = ({ counted, held }: (typeof tools)[number]) =>
  [...counted, ...held].map((own, i) => `${cells(i + 1)},${own}\n`).join("")

describe("records that a tool does not count", () => {
  for (const table of tools)
    it(`${table.tool}: are not sent, and say in which column`, async () => {
      const { ready, problems } = await checked("a.csv", `${head},${table.columns}\n${rowsOf(table)}`, {
        recordKind: "victim"
      })
      assert.deepStrictEqual(
        problems.flatMap(({ code, row }) => (code === "row-marked" ? [row] : [])),
        table.held.map((_, i) => table.counted.length + 2 + i)
      )
      assert.lengthOf(ready, table.counted.length)
    })

  it("REDCap: instruments that have answers, and not those that were not begun or are not read", async () => {
    const columns = `record_id,${head},intake_complete,case_status,exit_complete,staff_notes_code,staff_complete`
    const rows = ["2,,0,,0", "0,,0,,0", "1,,0,,0", "2,Closed,0,,0", "2,Closed,2,,0", "Complete,,Incomplete,,"]
    const text = `${columns}\n${rows.map((own, i) => `${i},${cells(i + 1)},${own}\n`).join("")}`
    const { codes, ready } = await checked("a.csv", text, { recordKind: "victim" })
    assert.deepStrictEqual(
      codes.filter((code) => code.endsWith("row-marked")),
      ["3:intake_complete:row-marked", "4:intake_complete:row-marked", "5:exit_complete:row-marked"]
    )
    assert.lengthOf(ready, 3)
  })

  it("are the partner's own where no tool made the table, and count if the mapping leaves the column out", async () => {
    const own = await checked("a.csv", `${head},Status,Date submitted,Complete\n${cells(1)},Cancelled,,0\n`, {
      recordKind: "victim"
    })
    assert.lengthOf(own.ready, 1)
    const mapping = parseMapping({ ignore: ["submitdate"] })
    const left = await checked("a.csv", `${head},submitdate,lastpage,seed\n${cells(1)},,2,1\n`, {
      recordKind: "victim",
      mapping
    })
    assert.lengthOf(left.ready, 1)
  })

  it("in JSON as the tool returns it", async () => {
    const row = { "Case number": "A-10", "Consent to research": "yes", "Registered on": "2023" }
    const rows = [
      { ...row, __system: { reviewState: "hasIssues" } },
      { ...row, "Case number": "A-20", __system: { reviewState: null } }
    ]
    const { ready, codes } = await checked("a.json", JSON.stringify(rows), { recordKind: "victim" })
    assert.include(codes, "1:__system/reviewState:row-marked")
    assert.lengthOf(ready, 1)
  })
})
