/** Files as partners have them: other tools' names of columns, orders of rows, forms of dates. */
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { readDate } from "../../../ingest/submit/values/DateText.ts"
import { checked } from "../../fixtures/checkedFile.ts"

interface Leg {
  readonly country: string
  readonly role: string
  readonly year: number
  readonly month: number | null
}
const legsOf = ({ ready }: { readonly ready: ReadonlyArray<{ readonly record: Readonly<Record<string, unknown>> }> }) =>
  ready.map(({ record }) =>
    (record["legs"] as ReadonlyArray<Leg>).map(({ country, role, year, month }) => [country, role, year, month])
  )

describe("HTCDS as IOM publishes it", () => {
  it("dates of plans and referrals are columns of the standard, not identifiers, whatever the kind of record", async () => {
    const { codes } = await checked(
      "a.csv",
      "cas_CaseNumber,con_Consent,spl_Type,org_ShippingCountry,spl_PlannedEndDate,cas_IncomingReferralDate,requestedOn\nC-1,true,Legal,UKR,2021-05-17,2021-03-02,2021-03-02\n",
      { format: "htcds", recordKind: "assistance" }
    )
    assert.deepStrictEqual(
      codes.filter((code) => !code.endsWith("column-not-collected")),
      []
    )
  })

  it("the rows of a route may come in any order if they have dates", async () => {
    const header = "cas_CaseNumber,con_Consent,hte_Type,hte_Country,hte_Date"
    const rows = [
      "A,true,Recruitment,UKR,2004-03-10",
      "A,true,Transit,BLR,2004-04-02",
      "A,true,Exploitation,RUS,2004-06-01"
    ]
    const expected = [
      [
        ["UKR", "Origin", 2004, 3],
        ["BLR", "Transit", 2004, 4],
        ["RUS", "Destination", 2004, 6]
      ]
    ]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0]
    ]) {
      const text = [header, ...order.map((i) => rows[i]), ""].join("\n")
      const result = await checked("r.csv", text, { format: "htcds", recordKind: "route" })
      assert.deepStrictEqual([result.codes, legsOf(result), result.accepted], [[], expected, 3])
    }
    const wrong = [header, rows[2], "A,true,Transit,Atlantis,2004-04-02", rows[0], ""].join("\n")
    const { problems } = await checked("r.csv", wrong, { format: "htcds", recordKind: "route" })
    assert.deepStrictEqual(
      problems.map(({ code, row, because }) => [code, row, because]),
      [
        ["row-held-back", 2, 3],
        ["country-unknown", 3, undefined],
        ["row-held-back", 4, 3]
      ]
    )
  })
})

describe("names of columns", () => {
  const victim = "C-1,yes,2019,Feminine,20"
  for (const [tool, header] of [
    ["KoboToolbox", "case/caseReference,case/consent/researchUseConsent,registeredOn,person/gender,person/age"],
    ["ODK Central", "case-caseReference,case-researchUseConsent,registeredOn,person-gender,person-more-age"],
    [
      "invisible characters",
      "\u200bcaseReference,research\u00a0Use\u00a0Consent,registered On\u2060,\ufeffgender,a\u00adge"
    ]
  ] as const)
    it(tool, async () => {
      const { codes, ready } = await checked("v.csv", `${header}\n${victim}\n`)
      assert.deepStrictEqual([codes, ready.length], [[], 1])
    })

  it("an identifier within a group is refused", async () => {
    for (const name of ["person/first_name", "person-details-passport", "a/b/Фамилия"])
      assert.include(
        (await checked("v.csv", `caseReference,researchUseConsent,registeredOn,${name}\nC-1,yes,2019,\n`)).codes,
        `1:${name}:column-direct-identifier`
      )
  })

  for (const [language, header] of [
    [
      "English",
      "Case number,Agreed to use for statistics,Country of origin,Country of transit,Country of destination,Year"
    ],
    [
      "Russian",
      "Номер дела,Согласие на использование для статистики,Страна происхождения,Страна транзита,Страна назначения,Год"
    ],
    [
      "Ukrainian",
      "Номер справи,Згода на використання для статистики,Країна походження,Країна транзиту,Країна призначення,Рік"
    ],
    [
      "Romanian",
      "Nr. dosar,Acord pentru folosirea în statistici,Țara de origine,Țara de tranzit,Țara de destinație,Anul"
    ]
  ] as const)
    it(`a route in one row: ${language}`, async () => {
      const result = await checked("r.csv", `${header}\nC-1,yes,UKR,BLR,RUS,2004\nC-2,yes,MDA,,RUS,2005\n`)
      assert.deepStrictEqual(
        [result.codes, legsOf(result)],
        [
          [],
          [
            [
              ["UKR", "Origin", 2004, null],
              ["BLR", "Transit", 2004, null],
              ["RUS", "Destination", 2004, null]
            ],
            [
              ["MDA", "Origin", 2005, null],
              ["RUS", "Destination", 2005, null]
            ]
          ]
        ]
      )
    })

  it("a header in two rows below a title", async () => {
    const result = await checked(
      "r.csv",
      [
        "Register of routes 2004,,,,,",
        ",,Origin,,Destination,",
        "Case number,researchUseConsent,country,Year,country,Year",
        ""
      ].join("\n")
    )
    assert.strictEqual(result.opened.header?.row, 3)
  })

  it("a problem is reported in the partner's own column", async () => {
    const { codes } = await checked(
      "r.csv",
      "Номер дела,Согласие на использование для статистики,Страна происхождения,Страна назначения,Год\nC-1,да,Атлантида,RUS,2004x\n"
    )
    assert.sameMembers(
      [...codes],
      ["2:Страна происхождения:country-unknown", "2:Год:date-malformed", "2:Год:date-malformed"]
    )
  })
})

describe("a mapping", () => {
  it("may give several fields from one column, and constants for legs that are there", async () => {
    const mapping = parseMapping({
      columns: { From: "leg1.country", To: "leg2.country", When: ["leg1.year", "leg2.year"], Id: "caseReference" },
      constants: { researchUseConsent: "true", "leg1.role": "Origin", "leg2.role": "Destination" }
    })
    const result = await checked("r.csv", "Id,From,To,When\nC-1,UKR,RUS,2004\nC-2,MDA,,2005\n", {
      mapping,
      recordKind: "route"
    })
    assert.deepStrictEqual(
      [result.codes, legsOf(result)],
      [
        [],
        [
          [
            ["UKR", "Origin", 2004, null],
            ["RUS", "Destination", 2004, null]
          ],
          [["MDA", "Origin", 2005, null]]
        ]
      ]
    )
  })
})

describe("dates", () => {
  for (const [text, date] of [
    ["43525", "2019-03-01"],
    ["43525.5", "2019-03-01"],
    ["2019-W10-5", "2019-03-08"],
    ["2019-W10", "2019-03"],
    ["2019W14", "2019-04"],
    ["2019-W18", "2019"],
    ["2020-W53-5", "2021-01-01"],
    ["2019-03-01T10:15:00.000+03:00", "2019-03-01"],
    ["2019-03-01T10:15:00Z", "2019-03-01"]
  ] as const)
    it(`${text} is ${date}`, () => assert.deepStrictEqual(readDate(text), { date }))
  for (const text of ["2019-W54", "2019-W53", "2020-W01", "12345", "99999", "2019-W00"])
    it(`${text} is refused`, () => assert.property(readDate(text), "wrong"))
})
