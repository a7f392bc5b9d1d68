/** A column about consent of any kind: a row whose answer is not a yes is not sent, whatever the other columns say. */
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const headings = [
  // Primero and GBVIMS, KoboToolbox, ODK, CommCare
  "Consent for release",
  "Survivor Consent",
  "consent_for_release",
  "consent/informed_consent",
  "form.consent.consent_given",
  "q1. Consent",
  "Consent given",
  "Consent given?",
  "Consent",
  "Informed consent obtained",
  "Consent form signed",
  "Consent to share",
  "Consent to share information with others",
  "Guardian consent",
  "Participant agrees",
  "Consent to participate in the survey",
  "Согласие",
  "Согласие на обработку данных",
  "Согласие на обработку персональных данных получено",
  "Информированное согласие подписано",
  "Згода",
  "Згода на обробку персональних даних",
  "Згоду отримано",
  "Інформована згода підписана",
  "Acord",
  "Acordul beneficiarei",
  "Acord de prelucrare a datelor",
  "Consimțământ",
  "Consimtamant informat",
  "Consimțământul persoanei a fost obținut",
  "Consentimiento",
  "Consentimiento informado",
  "Consentement",
  "Consentement éclairé obtenu"
]

const notYes = ["no", "false", "0", "refused", "non", "нет", "ні", "nu", "", "-", "?", "maybe", "withdrawn"]

/** Consent to research comes from the mapping, as for an organisation that asks every person. */
const mapping = parseMapping({ constants: { researchUseConsent: "true" } })

describe("columns about consent of any kind", () => {
  it("send no row whose answer is not a yes, and name the column", async () => {
    const passed: Array<string> = []
    for (const heading of headings) {
      const rows = ["yes", ...notYes, "да"].map((answer, i) => `A-${i}10,${answer},2023,F\n`).join("")
      const { ready, problems } = await checked("a.csv", `Case number,"${heading}",Registered on,Sex\n${rows}`, {
        recordKind: "victim",
        mapping
      })
      const named = new Set(problems.flatMap(({ row, column }) => (column === heading ? [row] : [])))
      if (ready.length !== 2) passed.push(`${heading}: ${ready.length} sent`)
      for (const [i, answer] of notYes.entries()) if (!named.has(i + 3)) passed.push(`${heading}: ${answer}`)
    }
    assert.deepStrictEqual(passed, [])
  })

  it("hold back a row beside a consent to research, and the other rows of a case that refuses", async () => {
    const { codes, ready } = await checked(
      "a.csv",
      "Case number,Consent to research,Survivor Consent,Registered on\nA-10,yes,yes,2023\nA-20,yes,no,2023\nA-20,yes,yes,2024\nA-30,yes,perhaps,2023\nA-30,yes,yes,2024\nA-40,yes,,2023\nA-50,no,yes,2023\n",
      { recordKind: "victim" }
    )
    assert.lengthOf(ready, 1)
    assert.includeMembers(codes, [
      "3:Survivor Consent:consent-missing",
      "4::case-refused",
      "5:Survivor Consent:answer-unclear",
      "6::case-refused",
      "7:Survivor Consent:field-missing",
      "8:Consent to research:consent-missing"
    ])
  })

  it("read words of the partner's, never codes that the heading turns round, and refuse a yes to a refusal", async () => {
    const result = async (heading: string, answer: string, values = {}) =>
      checked("a.csv", `Case number,${heading},Registered on\nA-10,${answer},2023\n`, {
        recordKind: "victim",
        mapping: parseMapping({ constants: { researchUseConsent: "true" }, values })
      })
    const words = { researchUseConsent: { given: "true" } }
    assert.lengthOf((await result("Survivor Consent", "given", words)).ready, 1)
    assert.lengthOf((await result("Survivor Consent", "given")).ready, 0)
    for (const answer of ["0", "1", "2"])
      assert.lengthOf((await result('"Consent (1=no, 2=yes)"', answer)).ready, 0, answer)
    assert.lengthOf((await result("Did not consent to the use of her story", "yes")).ready, 0)
  })

  it("may be left out by the partner, who decides", async () => {
    const { ready } = await checked("a.csv", "Case number,Survivor Consent,Registered on\nA-10,no,2023\n", {
      recordKind: "victim",
      mapping: parseMapping({ constants: { researchUseConsent: "true" }, ignore: ["Survivor Consent"] })
    })
    assert.lengthOf(ready, 1)
  })

  it("are no columns about the form, the date or another purpose, nor questions in a group of that name", async () => {
    for (const [heading, answer] of [
      ["Consent date", "2023-01-05"],
      ["Дата согласия", "2023-01-05"],
      ["Type of consent", "written"],
      ["Consent form number", "17"],
      ["Consent to medical examination", "no"],
      ["Consent to photographs", "no"],
      ["Consent to share data with the police", "no"],
      ["Work permission", "no"],
      ["consent/interpreter", "no"],
      ["Consent (can be withdrawn)", "no"]
    ]) {
      const { ready, codes } = await checked(
        "a.csv",
        `Case number,Consent to research,${heading},Registered on\nA-10,yes,${answer},2023\n`,
        { recordKind: "victim" }
      )
      assert.lengthOf(ready, 1, heading)
      assert.deepStrictEqual(codes, [`1:${heading}:column-unknown`])
    }
  })
})
