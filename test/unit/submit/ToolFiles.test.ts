/** What the interfaces and exports of KoboToolbox, ODK Central, DHIS2 and Google Sheets give, made after their documentation. */
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const json = (document: unknown) => JSON.stringify(document, null, 2)

interface Leg {
  readonly country: string
  readonly role: string
  readonly year: number
}

const legsOf = ({ ready }: Awaited<ReturnType<typeof checked>>) =>
  ready.map(({ record }) =>
    (record["legs"] as ReadonlyArray<Leg>).map(({ country, role, year }) => [country, role, year].join(" "))
  )

const errorsOf = ({ problems }: Awaited<ReturnType<typeof checked>>) =>
  problems.filter(({ severity }) => severity === "error").map(({ code, row, column }) => `${row}:${column}:${code}`)

const kobo = (submission: object) => ({
  _id: 34433,
  "formhub/uuid": "9f1c3a6e7a9d4a0e9a4455aa66bb77cc",
  start: "2023-05-01T09:00:00.000+02:00",
  username: "anna.petrova",
  ...submission,
  __version__: "vX",
  "meta/instanceID": "uuid:9f1c3a6e-7a9d-4a0e-9a44-55aa66bb77cc",
  _uuid: "9f1c3a6e-7a9d-4a0e-9a44-55aa66bb77cc",
  _attachments: [],
  _geolocation: [55.751244, 37.618423],
  _submission_time: "2023-05-01T09:20:01",
  _validation_status: { uid: "validation_status_approved", by_whom: "manager" },
  _submitted_by: "anna.petrova"
})

const leg = (country: string, role: string, year: number) => ({
  "route/country": country,
  "route/role": role,
  "route/year": String(year)
})

describe("KoboToolbox's interface", () => {
  const routes = [
    kobo({
      "intake/case_number": "KJ-1",
      "intake/research_consent": "yes",
      route: [leg("NGA", "Origin", 2021), leg("LBY", "Transit", 2022), leg("ITA", "Destination", 2022)]
    }),
    kobo({
      "intake/case_number": "KJ-2",
      "intake/research_consent": "yes",
      route: [leg("UKR", "Origin", 2019), leg("POL", "Destination", 2019)]
    })
  ]
  const expected = [
    ["NGA Origin 2021", "LBY Transit 2022", "ITA Destination 2022"],
    ["UKR Origin 2019", "POL Destination 2019"]
  ]

  it("gives the items of a repeat as the legs of a route, from a page of results, a list and lines", async () => {
    for (const [name, text] of [
      ["data.json", json({ count: 2, next: null, previous: null, results: routes })],
      ["data.json", json(routes)],
      ["data.ndjson", routes.map((route) => JSON.stringify(route)).join("\n")]
    ] as const) {
      const result = await checked(name, text)
      assert.deepStrictEqual([errorsOf(result), legsOf(result), result.accepted], [[], expected, 2])
    }
  })

  it("has repeats in repeats; a repeat of persons is not merged into one person", async () => {
    const nested = kobo({
      case_number: "KN-1",
      research_consent: "yes",
      persons: [{ "persons/legs": [leg("UKR", "Origin", 2020), leg("DEU", "Destination", 2020)] }]
    })
    assert.deepStrictEqual(legsOf(await checked("n.json", json([nested]))), [
      ["UKR Origin 2020", "DEU Destination 2020"]
    ])
    for (const second of [
      { "p/sex": "M", "p/age": 30 },
      { "p/sex": "F", "p/age": 20 }
    ]) {
      const persons = kobo({
        case_number: "KP-1",
        research_consent: "yes",
        registered_on: "2022",
        p: [{ "p/sex": "F", "p/age": 20 }, second]
      })
      const result = await checked("p.json", json([persons]))
      assert.deepStrictEqual(errorsOf(result).sort(), ["1:p/age:type-mismatch", "1:p/sex:code-unknown"])
      assert.deepStrictEqual([result.rows, result.accepted, result.rejected], [1, 0, 1])
    }
  })

  it("what the tool adds is named and not sent; a person in a question of the form refuses the file", async () => {
    const result = await checked("data.json", json(routes))
    const left = result.problems.filter(({ code }) => code === "column-not-collected").map(({ column }) => column)
    assert.includeMembers(left, ["_id", "username", "_geolocation", "_submitted_by", "meta/instanceID"])
    assert.isFalse(result.identifying)
    const named = { ...routes[0], remarks: "met Olena Kovalenko" }
    assert.isTrue((await checked("data.json", json([named]))).identifying)
    // The same name in a table that no tool exported.
    const own = await checked("o.csv", "case number,research consent,registered on,username\nA-1,yes,2022,\n")
    assert.include(errorsOf(own), "1:username:column-direct-identifier")
  })

  it("a table of results with the tool's columns, separated by semicolons", async () => {
    const text = [
      '"start";"username";"g/consent_research";"g/case_no";"g/intake_date";"g/sex";"g/exploitation_type";"g/exploitation_type/forced_labour";"_uuid";"_submission_time"',
      '"2023-04-01T10:12:33.000+03:00";"enum01";"yes";"KB-1";"2023-03-31";"female";"forced_labour";"1";"9f1c3a6e-7a9d-4a0e-9a44-55aa66bb77cc";"2023-04-01T07:32:40"'
    ].join("\n")
    const result = await checked("k.csv", text)
    assert.deepStrictEqual([errorsOf(result), result.accepted], [[], 1])
  })

  it("the report has each record with its problems, and is read again", async () => {
    const wrong = { ...routes[1], "intake/research_consent": "yes please" }
    const first = await checked("data.json", json([routes[0], wrong]))
    assert.deepStrictEqual(errorsOf(first), ["2:intake/research_consent:answer-unclear"])
    const again = await checked("data.ndjson", first.report.replace("yes please", "yes"))
    assert.deepStrictEqual([errorsOf(again), legsOf(again)], [[], expected])
  })
})

it("ODK Central's OData: groups, and repeats within their submissions", async () => {
  const submission = {
    __id: "uuid:1",
    __system: { submissionDate: "2022-05-01T10:00:00.000Z", submitterName: "Field 1", deviceId: null },
    meta: { instanceID: "uuid:1", instanceName: null },
    intake: { case_number: "OD-1", research_consent: "yes" },
    route: {
      leg: [
        { __id: "a", country: "MMR", role: "origin", year: 2018, month: 3 },
        { __id: "b", country: "THA", role: "destination", year: 2018, month: 4 }
      ],
      "leg@odata.navigationLink": "Submissions('uuid%3A1')/route/leg"
    }
  }
  const result = await checked("o.json", json({ value: [submission], "@odata.context": "https://x/$metadata" }))
  assert.deepStrictEqual([errorsOf(result), legsOf(result)], [[], [["MMR Origin 2018", "THA Destination 2018"]]])
})

it("DHIS2's tracked entities: attributes by their names, the accounts of entry left out", async () => {
  const entity = {
    trackedEntity: "Kj6vYde4LHh",
    orgUnit: "DiszpKrYNg8",
    createdBy: { uid: "xE7jOejl9FI", username: "admin", firstName: "John", surname: "Traore" },
    attributes: [
      { attribute: "w75KJ2mc4zz", displayName: "Case number", value: "TE-1" },
      { attribute: "zDhUuAYrxNC", displayName: "Research consent", value: "true" },
      { attribute: "cejWyOfXge6", displayName: "Sex", value: "Female" }
    ],
    enrollments: [
      {
        enrollment: "ev1",
        enrolledAt: "2023-01-01T00:00:00.000",
        attributes: [{ displayName: "Registered on", value: "2023" }]
      }
    ]
  }
  const result = await checked("t.json", json({ pager: { page: 1 }, trackedEntities: [entity] }))
  assert.deepStrictEqual(
    [errorsOf(result), result.ready.map(({ record }) => [record["gender"], record["registeredOn"]])],
    [[], [["Feminine", "2023"]]]
  )
})

it("Google Sheets' interface: rows as lists, below their header; other documents are refused in plain words", async () => {
  const values = [
    ["Case number", "Research consent", "Registered on", "Sex"],
    ["V-1", "yes", "2022", "F"],
    ["V-2", "yes", "2022"]
  ]
  const result = await checked("s.json", json({ range: "Sheet1!A1:D3", majorDimension: "ROWS", values }))
  assert.deepStrictEqual([result.codes, result.accepted], [[], 2])
  const wrong = await checked("s.json", json([...values, ["V-3", "maybe", "2022"]]))
  assert.deepStrictEqual(errorsOf(wrong), ["4:Research consent:answer-unclear"])
  assert.include(wrong.report, '"Case number":"V-3"')
  const columns = await checked("c.json", json({ "Case number": { 0: "A-1" }, Sex: { 0: "F" } }))
  assert.deepStrictEqual(errorsOf(columns)[0], "1:researchUseConsent:column-missing")
  assert.strictEqual(columns.accepted, 0)
})

it("a table separated by vertical bars", async () => {
  const result = await checked("p.csv", "Case number|Research consent|Registered on|Sex\nP-1|yes|2022|F\n")
  assert.deepStrictEqual([result.codes, result.accepted], [[], 1])
})

describe("what a tool adds is not read", () => {
  const personal = "KJ-1,yes,2023-02-11,Female"
  for (const [tool, names, cells] of [
    [
      "CommCare",
      "formid,form.case.@case_id,form.intake.case_number,form.intake.research_consent,form.intake.registration_date,form.sex,username,form_link",
      `f-1,7b2c,${personal},mobile-worker,https://www.commcarehq.org/f-1`
    ],
    [
      "Epi Info",
      "GlobalRecordId,RecStatus,FirstSaveLogonName,CaseNo,ResearchConsent,RegistrationDate,Sex",
      "7b2c,1,SITE\\petrova,KJ-1,yes,2023-02-11,F-Female"
    ],
    [
      "SurveyCTO",
      "SubmissionDate,starttime,devicephonenum,case_number,research_consent,registration_date,sex,KEY,formdef_version",
      `2023-02-11,2023-02-11,+380671234567,${personal},uuid:7b2c,2301`
    ]
  ] as const)
    it(tool, async () => {
      const result = await checked("t.csv", `${names}\n${cells}\n`)
      assert.deepStrictEqual([errorsOf(result), result.accepted], [[], 1])
      assert.deepStrictEqual(new Set(result.problems.map(({ code }) => code)), new Set(["column-not-collected"]))
    })
})

it("GeoJSON: properties are read, and a position refuses the file", async () => {
  const properties = { "Case number": "GJ-1", "Research consent": "yes", "Registered on": "2022", Sex: "F" }
  const feature = (geometry: unknown) => ({ type: "Feature", geometry, properties })
  const of = (geometry: unknown) =>
    checked("a.geojson", json({ type: "FeatureCollection", features: [feature(geometry)] }))
  assert.deepStrictEqual(errorsOf(await of(null)), [])
  const placed = await of({ type: "Point", coordinates: [30.51, 50.44] })
  assert.deepStrictEqual([placed.identifying, placed.report.includes("50.44, ")], [true, false])
})

it("a workbook, and a table with tabs, that are named .xls", async () => {
  const table = "Case number\tResearch consent\tRegistered on\tSex\nP-1\tyes\t2022\tF\n"
  assert.deepStrictEqual((await checked("p.xls", table)).codes, [])
})

it("a case number that a spreadsheet shortened is refused, and one that looks like a date is reported", async () => {
  const codesOf = async (number: string) =>
    (await checked("p.csv", `Case number;Research consent;Registered on;Sex\n${number};yes;2022;F\n`)).codes
  for (const number of ["1.23E+12", "1,2023E+16", "4E+11", "1.20231000400001E16"])
    assert.deepStrictEqual(await codesOf(number), ["2:Case number:case-number-rounded"], number)
  for (const number of ["12-May", "May-12", "12.тра", "янв.22", "5-mai"])
    assert.deepStrictEqual(await codesOf(number), ["2:Case number:case-number-date"], number)
  for (const number of ["1E5", "12-E", "7E", "MAY-143", "APR22"])
    assert.deepStrictEqual(await codesOf(number), [], number)
})

it("an id of DHIS2 as the case number, by the partner's mapping", async () => {
  const mapping = parseMapping({ columns: { trackedEntity: "caseReference" } })
  const codesOf = async (name: string, number: string) =>
    (await checked("t.csv", `${name},research consent,registered on,sex\n${number},yes,2022,F\n`, { mapping })).codes
  for (const id of ["XoidIlIimjw", "CuCkrarEdzk"]) assert.deepStrictEqual(await codesOf("trackedEntity", id), [])
  assert.deepStrictEqual(await codesOf("trackedEntity", "Anna Petrova"), ["2:trackedEntity:direct-identifier"])
  assert.deepStrictEqual(await codesOf("case number", "AnnaPetrova"), ["2:case number:direct-identifier"])
})

describe("columns that further tools name in their own way", () => {
  const victim = (text: string) => checked("t.csv", text).then(({ ready }) => ready.map(({ record }) => record))
  const forced = { typeOfExploitation: ["ForcedLabour"], gender: "Feminine" }
  for (const [tool, text] of [
    [
      "REDCap's ticked answers",
      "record_id,redcap_event_name,case_number,research_consent,registered_on,gender,type_of_exploitation___forcedlabour,type_of_exploitation___other\n1,a,R-1,1,2023-10-01,Feminine,1,0\n"
    ],
    [
      "LimeSurvey's codes and texts of questions",
      '"id. Response ID","lastpage. Last page","startlanguage. Start language","seed. Seed","caseno. Case number","cons. Consent to research","regon. Date of registration","sex. Gender","expl[SQ001]. Type of exploitation [Forced labour]","expl[SQ002]. Type of exploitation [Sexual exploitation]"\n"1","3","en","1829301","R-1","Yes","2024-01-10","Female","Yes","No"\n'
    ],
    [
      "ActivityInfo's fields with several answers",
      "@id,@lastEditTime,Case number,Research consent,Registered on,Gender,Type of exploitation.Forced labour,Type of exploitation.Sexual exploitation\nck1f9q2,1709200000.123,R-1,Yes,2024-02-01,Female,TRUE,FALSE\n"
    ],
    [
      "SurveyMonkey's second row of answers",
      "Respondent ID,Collector ID,Date Created,IP Address,Case number,Consent to research,Date of registration,Sex,What forms of exploitation?,\n,,,,Open-Ended Response,Response,Open-Ended Response,Response,Forced labour,Sexual exploitation\n118012345678,4401234567,03/01/2024 10:11:12 AM,203.0.113.9,R-1,Yes,2024-03-01,Female,Forced labour,\n"
    ],
    [
      "SurveyMonkey's second row below names that say nothing of the answers",
      "Respondent ID,Collector ID,Date Created,Case number,Consent to research,Sex,Age,Nationality,Which types of exploitation were identified? (Select all),,,Date of registration\n,,,Open-Ended Response,Response,Response,Open-Ended Response,Response,Sexual exploitation,Forced labour,Other (please specify),Open-Ended Response\n118,44,03/01/2024 10:11:12 AM,R-1,Yes,Female,31,Ukraine,,Forced labour,,2024-03-01\n"
    ],
    [
      "a form in Russian that asks for the kinds of exploitation",
      "Отметка времени,Номер дела,Согласие на исследование,Пол,Какие виды эксплуатации выявлены? (можно выбрать несколько)\n2023/04/05 10:11:12 AM GMT+3,Г-001,Да,Женский,Трудовая эксплуатация\n"
    ],
    [
      "headings and answers in Dutch",
      "Dossiernummer;Datum aanmelding;Geslacht;Leeftijd;Vorm van uitbuiting;Toestemming onderzoek\nNL-14;3 mei 2023;vrouw;27;arbeidsuitbuiting;ja\n"
    ],
    [
      "headings and answers in Kazakh",
      "Іс нөмірі;Тіркелген күні;Жынысы;Азаматтығы;Қанау түрі;Зерттеуге келісім\nҚ-2;наурыз 2023;әйел;Қазақстан;еңбекті қанау;иә\n"
    ],
    [
      "headings and answers in Georgian",
      "საქმის ნომერი,რეგისტრაციის თარიღი,სქესი,მოქალაქეობა,ექსპლუატაციის ფორმა,თანხმობა კვლევაზე\nგ-1,12 მარტი 2023,ქალი,საქართველო,იძულებითი შრომა,კი\n"
    ],
    [
      "Qualtrics' rows of labels and of ids",
      'StartDate,IPAddress,RecordedDate,ResponseId,LocationLatitude,Q1,Q2,Q3,Q4,Q5\nStart Date,IP Address,Recorded Date,Response ID,Location Latitude,Case number,Consent to research,Date of registration,Sex,Type of exploitation\n"{""ImportId"":""startDate""}","{""ImportId"":""ipAddress""}","{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""locationLatitude""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3""}","{""ImportId"":""QID4""}","{""ImportId"":""QID5""}"\n2024-03-01 10:00:00,203.0.113.9,2024-03-01 10:10:01,R_1aBcDeFgHiJkLmN,47.01234,R-1,Yes,2024-03-01,Female,Forced labour\n'
    ],
    [
      "DHIS2's event list",
      "Event,Program stage,Event date,Stored by,Longitude,Latitude,Organisation unit name,Case number,Research consent,Date of registration,Sex,Type of exploitation\naB3dE5fG7hI,zK9mN1pQ3rS,2024-03-01 00:00:00.0,admin,28.86,47.01,District Hospital,R-1,true,2024-03-01,Female,Forced labour\n"
    ],
    [
      "Stata's dates",
      "case number,research consent,registered on,sex,type of exploitation\nR-1,yes,12may2023,female,Forced labour\n"
    ]
  ] as const)
    it(tool, async () => {
      const [record, ...others] = await victim(text)
      assert.deepInclude(record, forced)
      assert.deepStrictEqual(others, [])
    })

  it("CommCare's interface", async () => {
    const form = {
      "#type": "data",
      "@name": "Intake",
      case: { "@case_id": "c1a9" },
      case_number: "R-1",
      research_consent: "yes",
      registered_on: "2024-02-11",
      gender: "Feminine",
      type_of_exploitation: "forced_labour",
      meta: { deviceID: "dev", username: "anna.petrova", userID: "77aa", instanceID: "b6a1" }
    }
    const result = await checked("c.json", json({ meta: { limit: 20 }, objects: [{ id: "b6a1", type: "data", form }] }))
    assert.deepInclude(result.ready[0]?.record, forced)
    assert.isFalse(result.identifying)
  })

  it("the same names in a table that none of these tools exported are the partner's", async () => {
    const text = "Case number,Research consent,Registered on,IP Address,Latitude\nR-1,yes,2024,203.0.113.9,47.01234\n"
    assert.isTrue((await checked("t.csv", text)).identifying)
  })
})
