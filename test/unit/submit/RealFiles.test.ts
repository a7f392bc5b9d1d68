/** Files as partners have them: other tools' names of columns, orders of rows, forms of dates. */
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { routeBinding } from "../../../ingest/submit/columns/RouteColumns.ts"
import { asFileProblem } from "../../../ingest/submit/node/FileProblem.ts"
import { readDate } from "../../../ingest/submit/values/DateText.ts"
import { summaryLines } from "../../../ingest/submit/words/CheckSummary.ts"
import { checked, refusal } from "../../fixtures/checkedFile.ts"

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

describe("two journeys of one case in HTCDS's rows", () => {
  const header = "cas_CaseNumber,con_Consent,hte_Type,hte_Country,hte_Date"
  const first = ["A,true,Recruitment,NGA,2018-01-10", "A,true,Exploitation,LBY,2018-06-01"]
  const second = [
    "A,true,Recruitment,NGA,2021-02-01",
    "A,true,Transit,LBY,2021-04-01",
    "A,true,Exploitation,ITA,2021-07-01"
  ]
  const ways = ({ ready }: Awaited<ReturnType<typeof checked>>) =>
    legsOf({ ready }).map((legs) => legs.map(([country]) => country).join(" "))
  const read = (lines: ReadonlyArray<string>, columns = header) =>
    checked("r.csv", [columns, ...lines, ""].join("\n"), { format: "htcds", recordKind: "route" })

  it("are two routes if their dates are separate, in any order of the rows", async () => {
    for (const lines of [
      [...first, ...second],
      [...second, ...first],
      [second[2], first[1], first[0], second[0], second[1]] as ReadonlyArray<string>
    ]) {
      const result = await read(lines)
      assert.deepStrictEqual(result.codes, [])
      assert.deepStrictEqual([result.rows, result.accepted, result.heldBack], [5, 5, 0])
      assert.sameMembers(ways(result), ["NGA LBY", "NGA LBY ITA"])
    }
  })

  it("are two routes if a column numbers them, with the same year or in the wrong order of dates", async () => {
    for (const name of ["journey", "hte_Journey", "Trip no", "№ поездки"]) {
      const lines = ["A,true,Recruitment,NGA,2018", "A,true,Exploitation,LBY,2018"]
      const numbered = [...lines.map((line) => `${line},1`), ...lines.map((line) => `${line.replace("LBY", "ITA")},2`)]
      const result = await read(numbered, `${header},${name}`)
      assert.deepStrictEqual([result.codes, ways(result)], [[], ["NGA LBY", "NGA ITA"]])
    }
    const backwards = await read(
      ["A,true,Recruitment,NGA,2018-02,1", "A,true,Exploitation,LBY,2018-01,1"],
      `${header},journey`
    )
    assert.deepStrictEqual(backwards.ready, [])
  })

  it("are asked about if nothing separates them, and an error in one does not hold back the other", async () => {
    const year = (line: string | undefined) => (line ?? "").replace(/(\d{4})-\d\d-\d\d$/, "2018")
    const unclear = await read([...first, ...second].map(year))
    assert.deepStrictEqual(
      unclear.codes,
      [2, 3, 4, 5, 6].map((row) => `${row}::route-journeys-unclear`)
    )
    assert.deepStrictEqual([unclear.rows, unclear.accepted, unclear.rejected, unclear.heldBack], [5, 0, 5, 0])
    const wrong = await read([...first, ...second.map((line) => line.replace("ITA", "Atlantis"))])
    assert.deepStrictEqual(ways(wrong), ["NGA LBY"])
    assert.deepStrictEqual([wrong.accepted, wrong.rejected, wrong.heldBack], [2, 1, 2])
  })

  it("a place of origin after the only other place is still an error of order", async () => {
    const { codes } = await read(["A,true,Exploitation,LBY,2018-01-10", "A,true,Recruitment,NGA,2018-06-01"])
    assert.includeMembers(codes, ["3:hte_Type:leg-origin-late"])
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

  for (const header of [
    "Origin (ISO3),Transit countries,Destination (ISO3),Year of arrival",
    "source_country,transitCountry,destination_country,DateOfArrival",
    "Departure country,Countries of transit,Receiving country,Travel date",
    "From country,Via,To country,Event date",
    "Страна выезда,Страны транзита,Страна прибытия,Дата прибытия",
    "Країна виїзду,Країни транзиту,Країна прибуття,Рік прибуття",
    "Ţara de plecare,Țări de tranzit,Tara de sosire,Data sosirii"
  ])
    it(`reads headings word by word: ${header}`, async () => {
      const rows = "C-1,yes,UKR,Belarus; POL,DEU,2024\nC-2,yes,UKR,no,DEU,2024\n"
      const result = await checked("r.csv", `Case number,Agreed to use for statistics,${header}\n${rows}`, {
        recordKind: "route"
      })
      assert.deepStrictEqual(
        [result.codes, legsOf(result)],
        [
          [],
          [
            [
              ["UKR", "Origin", 2024, null],
              ["BLR", "Transit", 2024, null],
              ["POL", "Transit", 2024, null],
              ["DEU", "Destination", 2024, null]
            ],
            [
              ["UKR", "Origin", 2024, null],
              ["DEU", "Destination", 2024, null]
            ]
          ]
        ]
      )
    })

  for (const header of [
    "Country of origin,Region of origin,Destination,Destination region,Year",
    "Страна происхождения,Регион происхождения,Страна назначения,Область назначения,Год",
    "Країна походження,Область походження,Країна призначення,Регіон призначення,Рік",
    "Țara de origine,Regiunea de origine,Țara de destinație,Regiunea de destinație,Anul"
  ])
    it(`reads the regions of places: ${header}`, async () => {
      const result = await checked(
        "r.csv",
        `Case number,Agreed to use for statistics,${header}\nC-1,yes,UKR,Одесская область,RUS,Республика Карелия,2024\n`,
        { recordKind: "route" }
      )
      const legs = result.ready[0]?.record["legs"] as ReadonlyArray<Readonly<Record<string, unknown>>>
      assert.deepStrictEqual(
        [result.codes, legs.map(({ country, role, region }) => [country, role, region])],
        [
          [],
          [
            ["UKR", "Origin", "UA-51"],
            ["RUS", "Destination", "RU-KR"]
          ]
        ]
      )
    })

  for (const way of ["UKR > BLR > RUS", "UKR-BLR-RUS", "Ukraine, Belarus, Russia", "Україна – Білорусь – Росія"])
    it(`the whole way in one cell: ${way}`, async () => {
      const result = await checked(
        "r.csv",
        `Case number,Agreed to use for statistics,Route,Date of departure,Date of arrival\nC-1,yes,"${way}",2023-12,2024-01\n`,
        { recordKind: "route" }
      )
      assert.deepStrictEqual(
        [result.codes, legsOf(result)],
        [
          [],
          [
            [
              ["UKR", "Origin", 2023, 12],
              ["BLR", "Transit", 2024, 1],
              ["RUS", "Destination", 2024, 1]
            ]
          ]
        ]
      )
    })

  it("names with separators are one country, and a route next to columns of its places is left out", async () => {
    const result = await checked(
      "r.csv",
      'Case number,Agreed to use for statistics,Origin,Transit,Destination,Route,Year\nC-1,yes,Guinea-Bissau,"Korea, Republic of; Timor-Leste",DEU,by land,2024\n'
    )
    assert.deepStrictEqual(result.codes, ["1:Route:column-unknown"])
    assert.deepStrictEqual(
      legsOf(result)[0]?.map(([country]) => country),
      ["GNB", "KOR", "TLS", "DEU"]
    )
  })

  it("a missing time of the route is a missing column, by its name in the partner's language", async () => {
    const { problems } = await checked(
      "r.csv",
      "Номер дела,Согласие на использование для статистики,Страна выезда,Страна назначения\nC-1,да,UKR,DEU\n",
      { recordKind: "route" }
    )
    const words = summaryLines(problems, "ru").join("\n")
    assert.match(words, /^ {2}Год$/m)
    assert.notMatch(words, /leg\d|строк/)
  })

  it("a day that the calendar does not have is not a date, and is reported once", async () => {
    const { codes } = await checked(
      "r.csv",
      "Case number,Agreed to use for statistics,Origin,Destination,Date\nC-1,yes,UKR,DEU,31.02.2024\n"
    )
    assert.deepStrictEqual(codes, ["2:Date:date-malformed"])
  })

  it("a wrong month is reported in the column of months", async () => {
    const { codes } = await checked(
      "r.csv",
      "Case number,Agreed to use for statistics,Origin,Destination,Year,Month\nC-1,yes,UKR,DEU,2024,13\n"
    )
    assert.deepStrictEqual(codes, ["2:Month:number-out-of-range"])
  })

  for (const header of [
    "Case ID,Consent to research,Registered on,Exploitation types,Country of nationality",
    "caseId,researchConsent,dateOfIntake,TypesOfExploitation,CitizenshipCountry",
    "Номер дела,Согласие на статистику,Дата регистрации,Тип эксплуатации,Страна гражданства",
    "Nr. caz,Consimțământ pentru statistici,Data înregistrării,Forma de exploatare,Cetatenie"
  ])
    it(`reads words of fields in any order and number: ${header}`, async () => {
      const { codes, ready } = await checked("v.csv", `${header}\nC-1,yes,2024-02,Forced labor,Ukraine\n`, {
        recordKind: "victim"
      })
      assert.deepStrictEqual(codes, [])
      assert.deepInclude(ready[0]?.record, {
        registeredOn: "2024-02",
        typeOfExploitation: ["ForcedLabour"],
        citizenship: ["UKR"]
      })
    })

  for (const heading of [`${"iso3".repeat(49)}q`, "of".repeat(100_000)])
    it(`reads a hostile heading of ${heading.length} letters in a moment`, () => {
      const began = performance.now()
      assert.isUndefined(routeBinding("route", heading))
      assert.isBelow(performance.now() - began, 2_000)
    })

  it("objects without a kind have the kind that their keys match best", async () => {
    const object = { case: "C-1", research_consent: "yes", origin: "Ukraine", destination: "Italy", year: 2024 }
    const result = await checked("r.json", JSON.stringify({ results: [object] }))
    assert.deepStrictEqual(result.codes, [])
    assert.strictEqual(legsOf(result)[0]?.length, 2)
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

  it("a header in two rows whose lower names have other meanings in other kinds of records", async () => {
    const result = await checked(
      "v.csv",
      [
        "Person,,,Exploitation,,Registration,",
        "Case number,Sex,Age,Country,Type,Date,Consent to research",
        "C-1,F,20,Poland,Forced labour,2019-05,yes",
        ""
      ].join("\n")
    )
    assert.deepStrictEqual(result.codes, [])
    const { countryOfExploitation, typeOfExploitation, registeredOn } = result.ready[0]?.record ?? {}
    assert.deepStrictEqual(
      [countryOfExploitation, typeOfExploitation, registeredOn],
      ["POL", ["ForcedLabour"], "2019-05"]
    )
  })

  it("numbered headings, plurals in brackets, and questions", async () => {
    const headings = [
      "1. Case number",
      "2) Gender",
      "3.1. Age",
      "№ 4: Citizenship(s)",
      "Does the client consent to research?"
    ]
    const { codes, ready } = await checked(
      "v.csv",
      `${headings.join(",")},When was the case registered?\nC-1,F,20,UKR,yes,2019\n`
    )
    assert.deepStrictEqual(codes, [])
    const { gender, age, citizenship, registeredOn } = ready[0]?.record ?? {}
    assert.deepStrictEqual([gender, age, citizenship, registeredOn], ["Feminine", 20, ["UKR"], "2019"])
    const named = await checked("v.csv", "1. Case number,2. First name\nC-1,\n")
    assert.isTrue(named.identifying)
  })

  it("a table of Google Sheets by its columns", async () => {
    const columns = [["Case number", "C-1", "C-2"], ["record", "withdrawal", "withdrawal"], ["Sex"]]
    const text = (values: ReadonlyArray<ReadonlyArray<unknown>>) =>
      JSON.stringify({ majorDimension: "COLUMNS", values })
    assert.strictEqual((await checked("g.json", text(columns))).accepted, 2)
    const sparse = [Array.from({ length: 20_000 }, () => 1), ...Array.from({ length: 1_000 }, () => [1])]
    assert.strictEqual((await refusal("g.json", text(sparse)))?.code, "columns-too-many")
  })

  it("a problem is reported in the partner's own column", async () => {
    const { codes } = await checked(
      "r.csv",
      "Номер дела,Согласие на использование для статистики,Страна происхождения,Страна назначения,Год\nC-1,да,Атлантида,RUS,2004x\n"
    )
    assert.sameMembers([...codes], ["2:Страна происхождения:country-unknown", "2:Год:date-malformed"])
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
    ["2020-W01", "2020"],
    ["2020-W53-5", "2021-01-01"],
    ["2019-03-01T10:15:00.000+03:00", "2019-03-01"],
    ["2019-03-01T10:15:00Z", "2019-03-01"]
  ] as const)
    it(`${text} is ${date}`, () => assert.deepStrictEqual(readDate(text), { date }))
  for (const text of ["2019-W54", "2019-W53", "12345", "99999", "2019-W00"])
    it(`${text} is refused`, () => assert.property(readDate(text), "wrong"))
})

describe("exports of other tools", () => {
  const victim = {
    caseReference: "C-1",
    researchUseConsent: "yes",
    registeredOn: "2019-03",
    gender: "Feminine",
    age: "20"
  }
  const persons = (list: ReadonlyArray<{ readonly record: Readonly<Record<string, unknown>> }>) =>
    list.map(({ record }) => [record["registeredOn"], record["gender"], record["age"]])
  const expected = [["2019-03", "Feminine", 20]]

  for (const [tool, document] of [
    ["a JSON array", [victim]],
    [
      "KoboToolbox's interface",
      {
        count: 1,
        next: null,
        results: [
          {
            _id: 7,
            "formhub/uuid": "5f0c8f2e",
            "case/caseReference": "C-1",
            "case/researchUseConsent": "yes",
            "case/registeredOn": "2019-03",
            "person/gender": "Feminine",
            "person/age": "20",
            _attachments: [],
            _tags: []
          }
        ]
      }
    ],
    [
      "ODK Central's interface",
      {
        value: [
          {
            __id: "uuid:5f0c8f2e",
            __system: { submissionDate: "2019-04-01T10:00:00Z" },
            case: { caseReference: "C-1", researchUseConsent: "yes", registeredOn: "2019-03" },
            person: { gender: "Feminine", age: 20 }
          }
        ],
        "@odata.context": "x"
      }
    ],
    [
      "DHIS2's events",
      {
        page: 1,
        events: [
          {
            event: "a1",
            status: "COMPLETED",
            dataValues: Object.entries(victim).map(([dataElement, value]) => ({ dataElement, value }))
          }
        ]
      }
    ]
  ] as const)
    it(tool, async () => {
      const result = await checked("export.json", JSON.stringify(document, null, 2), { recordKind: "victim" })
      assert.deepStrictEqual(
        result.problems.filter(({ severity }) => severity === "error").map(({ code, column }) => [code, column]),
        []
      )
      assert.deepStrictEqual(persons(result.ready), expected)
    })

  it("routes of a JSON array in Corridor's structure, and broken documents", async () => {
    const route = {
      record: "route",
      caseReference: "C-1",
      researchUseConsent: true,
      legs: [{ country: "UKR", role: "Origin", year: 2004 }]
    }
    const result = await checked("r.json", JSON.stringify([route]))
    assert.deepStrictEqual([result.codes, legsOf(result)], [[], [[["UKR", "Origin", 2004, null]]]])
    for (const text of ["[{]", '[1, "CANARY"]', '{"a": [{}], "b": [{}]}', "[".repeat(100_000)]) {
      const { codes, problems } = await checked("r.json", text).catch((cause: Error) => ({
        codes: [cause.message],
        problems: []
      }))
      assert.isNotEmpty(codes)
      assert.notInclude(JSON.stringify(problems), "CANARY")
    }
  })

  const odsOf = (rows: string) =>
    zipSync({
      mimetype: strToU8("application/vnd.oasis.opendocument.spreadsheet"),
      "content.xml": strToU8(
        `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:body><office:spreadsheet><table:table table:name="2019">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`
      )
    })
  const cell = (text: string, more = "") => `<table:table-cell${more}><text:p>${text}</text:p></table:table-cell>`

  it("an OpenDocument spreadsheet: dates, numbers, repeated cells and rows, notes, hidden rows", async () => {
    const header = ["caseReference", "researchUseConsent", "registeredOn", "gender", "age", "ageBand", "citizenship"]
    const row = (reference: string, more = "") =>
      `<table:table-row${more}>${cell(reference)}${cell("yes")}<table:table-cell office:value-type="date" office:date-value="2019-03-01T00:00:00"><office:annotation><text:p>CANARY</text:p></office:annotation><text:p>1 March</text:p></table:table-cell>${cell("Femi<text:s/>nine".replace("<text:s/>", ""))}<table:table-cell office:value-type="float" office:value="20"><text:p>20,0</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>`
    const result = await checked(
      "register.ods",
      odsOf(
        `<table:table-row>${header.map((name) => cell(name)).join("")}</table:table-row><table:table-row table:number-rows-repeated="3"/>${row("C-1")}${row("C-2", ' table:visibility="filter"')}<table:table-row table:number-rows-repeated="1048000"/>`
      )
    )
    assert.deepStrictEqual(result.codes, ["0::comments-unread", "6::row-hidden"])
    const columnsOf = (hidden: string) =>
      `<table:table-column table:number-columns-repeated="2"/><table:table-column ${hidden}/><table:table-column table:number-columns-repeated="16381"/>`
    const rows = `<table:table-row>${header.map((name) => cell(name)).join("")}</table:table-row>${row("C-1")}`
    const codesWith = async (visibility: string) =>
      (await checked("r.ods", odsOf(columnsOf(`table:visibility="${visibility}"`) + rows))).codes
    assert.deepStrictEqual(await codesWith("collapse"), ["0::columns-hidden", "0::comments-unread"])
    assert.deepStrictEqual(await codesWith("visible"), ["0::comments-unread"])
    assert.deepStrictEqual(
      result.ready.map(({ record }) => [record["registeredOn"], record["gender"], record["age"]]),
      [
        ["2019-03-01", "Feminine", 20],
        ["2019-03-01", "Feminine", 20]
      ]
    )
  })

  it("a hostile OpenDocument spreadsheet is refused", async () => {
    const many = `<table:table-row table:number-rows-repeated="1000000">${cell("a")}</table:table-row>`
    assert.strictEqual((await refusal("a.ods", odsOf(many)))?.code, "xlsx-bomb")
    assert.strictEqual(
      (
        await refusal(
          "a.ods",
          odsOf(`<table:table-row>${cell("a", ' table:number-columns-repeated="16000"')}</table:table-row>`)
        )
      )?.code,
      "columns-too-many"
    )
    assert.strictEqual((await refusal("a.ods", odsOf("<table:table-row>")))?.code, "xlsx-malformed")
  })

  it("an OpenDocument spreadsheet: cells merged over rows apply to each, comments are searched for identifiers", async () => {
    const header = ["caseReference", "researchUseConsent", "registeredOn", "gender"].map((name) => cell(name)).join("")
    const first = `${cell("C-1")}${cell("yes", ' table:number-rows-spanned="2"')}${cell("2019-03")}`
    const note = (text: string) =>
      `<table:table-cell><office:annotation><dc:creator>Olena Kovalenko</dc:creator><text:p>${text}</text:p></office:annotation><text:p>F</text:p></table:table-cell>`
    const sheet = (text: string) =>
      odsOf(
        `<table:table-row>${header}</table:table-row><table:table-row>${first}${note(text)}</table:table-row><table:table-row>${cell("C-2")}<table:covered-table-cell/>${cell("2019-04")}${cell("M")}</table:table-row>`
      )
    const { codes, accepted } = await checked("a.ods", sheet("see the second page"))
    assert.deepStrictEqual([codes, accepted], [["0::comments-unread"], 2])
    assert.isTrue((await checked("a.ods", sheet("her number is +380 67 123 45 67"))).identifying)
  })

  it("a ZIP archive of CSV tables, as ODK Central exports it", async () => {
    const table = `${Object.keys(victim).join(",")}\n${Object.values(victim).join(",")}\n`
    const zip = zipSync({ "form.csv": strToU8(table), "form-photos.csv": strToU8("PARENT_KEY,KEY\nuuid:1,uuid:2\n") })
    const result = await checked("form.zip", zip)
    assert.deepStrictEqual(persons(result.ready), expected)
    const two = zipSync({ "2018.csv": strToU8(table), "2019.csv": strToU8(table) })
    assert.strictEqual((await refusal("years.zip", two))?.code, "sheet-choose")
    assert.strictEqual((await checked("years.zip", two, { sheet: "2019" })).records, 1)
    const other = zipSync({ "2018.csv": strToU8(table), "2019.xlsx": strToU8("x"), "media/1.jpg": strToU8("x") })
    assert.include((await checked("years.zip", other)).codes, "0::sheets-unread")
  })
})

describe("one sheet per year", () => {
  const tables = {
    "2018.csv": "caseReference,researchUseConsent,registeredOn,gender\nA-1,yes,2018,Feminine\n\nA-2,yes,2018,x\n",
    "2019.csv": "Register\nGender,Case number,registeredOn,researchUseConsent,colour\nMasculine,a-1,2019,yes,red\n",
    "Notes.csv": "remarks\n"
  }
  const zip = () => zipSync(Object.fromEntries(Object.entries(tables).map(([name, text]) => [name, strToU8(text)])))

  it("all are read as one table, with columns by name, and problems in their sheet and row", async () => {
    const result = await checked("years.zip", zip(), { sheet: "all" })
    assert.deepStrictEqual(
      result.problems.map(({ code, sheet, row, column, because, becauseSheet }) => [
        code,
        sheet,
        row,
        column,
        because,
        becauseSheet
      ]),
      [
        ["column-unknown", undefined, 1, "colour", undefined, undefined],
        ["code-unknown", "2018", 4, "gender", undefined, undefined],
        ["case-contradictory", "2019", 3, "gender", 2, "2018"]
      ]
    )
    assert.deepStrictEqual([result.rows, result.accepted, result.rejected], [3, 1, 2])
    assert.include(result.report, "2019, row 3: case-contradictory (gender, 2018, row 2)")
  })

  it("two columns of one sheet with the same meaning are both seen", async () => {
    const two = tables["2019.csv"].replace("colour", "Sex").replace("red", "F")
    const years = zipSync({ "2018.csv": strToU8(tables["2018.csv"]), "2019.csv": strToU8(two) })
    assert.include((await checked("years.zip", years, { sheet: "all" })).codes, "1:Sex:column-repeated")
  })

  const years = {
    "2018": [{ "Case number": "A-1", "consent to research": "yes", "Date registered": "2018-02", Sex: "F" }],
    "2019": [
      { Sex: "M", "Case number": "A-2", "consent to research": "yes", "Date registered": "2019-03" },
      { Sex: "wrong", "Case number": "A-3", "consent to research": "yes", "Date registered": "2019-03" }
    ],
    "2020": []
  }

  it("of a JSON document are read as one table, too, and one of them is chosen by its name", async () => {
    const text = JSON.stringify(years)
    const result = await checked("years.json", text, { sheet: "all" })
    assert.deepStrictEqual(
      result.problems.map(({ code, sheet, row, column }) => [code, sheet, row, column]),
      [["code-unknown", "2019", 2, "Sex"]]
    )
    assert.deepStrictEqual([result.rows, result.accepted, result.rejected], [3, 2, 1])
    assert.deepStrictEqual([result.firstError?.sheet, result.firstError?.row], ["2019", 2])
    assert.strictEqual((await checked("years.json", text, { sheet: "2018" })).rows, 1)
    const choice = await checked("years.json", text).catch((cause: unknown) => cause)
    assert.match(asFileProblem(choice).message, /with --sheet.* 1: 2018; 2: 2019\.$/)
    const heads = ["Case number", "record"]
    const lists = JSON.stringify({ a: [heads, ["C-1", "withdrawal"]], b: [heads, ["C-2", "withdrawal"]] })
    assert.strictEqual((await checked("l.json", lists, { sheet: "all" })).rows, 2)
  })

  it("a sheet named after a person is not named", async () => {
    const [first, second] = Object.values(tables)
    const named = zipSync({ "Oksana Petrenko.csv": strToU8(first as string), "2019.csv": strToU8(second as string) })
    const refused = await checked("years.zip", named).catch((cause: unknown) => cause)
    assert.notInclude(JSON.stringify(refused), "Petrenko")
    const { problems } = await checked("years.zip", named, { sheet: "all" })
    assert.notInclude(JSON.stringify(problems), "Petrenko")
  })
})
