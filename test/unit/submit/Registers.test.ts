/** Registers as staff keep them: totals, notes, two languages in a cell, columns to tick, words for no answer, offenders. */
import { assert, describe, it } from "vitest"
import { recordKindLabel } from "../../../schemas/RecordSchemas.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const head = "case number,research consent,registered on,sex,age,citizenship,type of exploitation"

/** The fields of the records that a file gives. */
const recordsOf = async (content: string, ...fields: ReadonlyArray<string>) => {
  const result = await checked("register.csv", content)
  return { ...result, values: result.ready.map(({ record }) => fields.map((field) => record[field])) }
}

const cellsAs = (field: string, cells: ReadonlyArray<string>) =>
  recordsOf(
    `${["case number", "research consent", "registered on", field].join(";")}\n${cells.map((cell, i) => `A-${i};yes;2022;"${cell}"`).join("\n")}\n`,
    field
  )

describe("words for no answer", () => {
  it("say nothing, as an empty cell, in a field that may be empty", async () => {
    for (const word of [
      "unknown",
      "N/A",
      "refused to answer",
      "Не указано",
      "відмовилась відповідати",
      "necunoscută",
      "(blank)",
      "пусто",
      "nu a declarat"
    ]) {
      const { values, codes } = await cellsAs("citizenship", [word])
      assert.deepStrictEqual([values, codes], [[[[]]], []], word)
    }
  })

  it("stateless, and another country, are known but not collected", async () => {
    for (const word of ["stateless", "XXA", "лицо без гражданства", "особа без громадянства", "Apatridă", "other"]) {
      const { values, codes } = await cellsAs("citizenship", [word])
      assert.deepStrictEqual([values, codes], [[[[]]], ["2:citizenship:value-not-collected"]], word)
    }
  })

  it("are the list's own code where it has one, and missing where an answer is required", async () => {
    assert.deepStrictEqual((await cellsAs("gender", ["unknown"])).values, [["NonSpecifiedUnknown"]])
    const { codes } = await checked(
      "a.csv",
      `${head}\nunknown,yes,2022,F,20,Laos,Forced labour\nA-2,yes,n/a,F,20,Laos,Other\n`
    )
    assert.deepStrictEqual(codes, ["2:case number:field-missing", "3:registered on:field-missing"])
  })

  it("never stand for consent", async () => {
    const { codes } = await checked("a.csv", `${head}\nA-1,unknown,2022,F,20,Laos,Forced labour\n`)
    assert.deepStrictEqual(codes, ["2:research consent:answer-unclear"])
  })
})

describe("what forms add", () => {
  it("a second header in another language is not a record", async () => {
    const { values, codes } = await recordsOf(
      "номер дела;согласие на исследование;дата регистрации;пол\ncase number;consent to research;registered on;sex\nA-1;да;2022;Ж\n",
      "gender"
    )
    assert.deepStrictEqual([values, codes], [[["Feminine"]], ["2::row-not-a-record"]])
  })

  it("the number of an answer in its list", async () => {
    const { values, codes } = await cellsAs("gender", ["1. Female", "2 = Male", "2) Ж"])
    assert.deepStrictEqual([values.flat(), codes], [["Feminine", "Masculine", "Feminine"], []])
    assert.deepStrictEqual((await cellsAs("gender", ["1"])).codes, ["2:gender:code-unknown"])
  })
})

describe("several answers, and one answer twice", () => {
  it("two citizenships", async () => {
    const { values, codes } = await cellsAs("citizenship", [
      "UKR/RUS",
      "Moldova / Romania",
      "MDA+ROU",
      "Romanian & Moldovan"
    ])
    assert.deepStrictEqual(codes, [])
    assert.deepStrictEqual(values.flat(), [
      ["UKR", "RUS"],
      ["MDA", "ROU"],
      ["MDA", "ROU"],
      ["ROU", "MDA"]
    ])
  })

  it("a citizen of a country, and numbers of ISO 3166, which have three digits", async () => {
    const cells = [
      "гражданка Украины",
      "Громадянин України",
      "citizen of Moldova",
      "cetățean al României",
      "804",
      "036"
    ]
    const { values, codes } = await cellsAs("citizenship", cells)
    assert.deepStrictEqual([values.flat(2), codes], [["UKR", "UKR", "MDA", "ROU", "UKR", "AUS"], []])
    assert.lengthOf((await cellsAs("citizenship", ["36", "999", "8040", "citizen of the world"])).codes, 4)
  })

  it("a union republic is its successor", async () => {
    const { values, codes } = await cellsAs("citizenship", [
      "Молдавская ССР",
      "Українська РСР",
      "RSS Moldovenească",
      "RF"
    ])
    assert.deepStrictEqual([values.flat(2), codes], [["MDA", "UKR", "MDA", "RUS"], []])
  })

  it("a state with several successors is not a list of them", async () => {
    const { codes } = await cellsAs("citizenship", ["Czechoslovakia"])
    assert.deepStrictEqual(codes, ["2:citizenship:country-ambiguous"])
  })

  it("two languages in headings and cells", async () => {
    const { values, codes } = await recordsOf(
      "Case No / № дела,Research consent / Согласие на исследование,Registered / Дата,Sex / Пол,Exploitation type / Вид\nA-1,yes / да,2022-05,F/Ж,Forced labour / Принудительный труд\n",
      "researchUseConsent",
      "registeredOn",
      "gender",
      "typeOfExploitation"
    )
    assert.deepStrictEqual([values, codes], [[[true, "2022-05", "Feminine", ["ForcedLabour"]]], []])
  })

  it("answers that differ are not one answer", async () => {
    assert.deepStrictEqual((await cellsAs("gender", ["F / M"])).codes, ["2:gender:code-unknown"])
  })
})

it("ages with units, and years from a column of decimals", async () => {
  const { values, codes } = await recordsOf(
    `${head}\nA-1,yes,2022.0,F,25 лет,Laos,Forced labour\nA-2,yes,2022,M,17 y.o.,Laos,Forced labour\nA-3,yes,2022,M,40+,Laos,Forced labour\n`,
    "registeredOn",
    "age"
  )
  assert.deepStrictEqual(
    [values, codes],
    [
      [
        ["2022", 25],
        ["2022", 17],
        ["2022", null]
      ],
      ["4:age:age-group-coarser"]
    ]
  )
  assert.deepStrictEqual((await cellsAs("ageBand", ["30-38 лет"])).values, [["30--38"]])
})

describe("columns to tick", () => {
  it("one for each form of exploitation, in any language", async () => {
    const { values, codes } = await recordsOf(
      "case number,research consent,registered on,Forced labour,Сексуальна експлуатація,Cerșetorie\nA-1,x,2022,x,,X\nA-2,yes,2022,0,1,\n",
      "typeOfExploitation"
    )
    assert.deepStrictEqual([values, codes], [[[["ForcedLabour", "ForcedBegging"]], [["SexualExploitation"]]], []])
  })

  it("next to a column with all answers, in groups, as KoboToolbox exports them", async () => {
    const asked = "g/case_number,g/research_consent,g/registered_on,g/type_of_exploitation"
    const { values, codes } = await recordsOf(
      `${asked},g/type_of_exploitation/ForcedLabour,g/type_of_exploitation/SexualExploitation\nA-1,true,2022,ForcedLabour SexualExploitation,1,1\n`,
      "typeOfExploitation"
    )
    assert.deepStrictEqual([values, codes], [[[["ForcedLabour", "SexualExploitation"]]], []])
  })
})

describe("rows that are not records", () => {
  const record = (n: number) => `A-${n},yes,2022,F,20,Laos,Forced labour`

  it("totals, notes, sections and repeated headers are named and not counted", async () => {
    const result = await checked(
      "a.csv",
      [
        head,
        "January 2022,,,,,,",
        record(1),
        "Итого: 1,,,,,,",
        head,
        record(2),
        "Grand total,2,,,40,,",
        "Note: as of May 2022,,,,,,"
      ].join("\n")
    )
    assert.deepStrictEqual(
      result.codes,
      [2, 4, 5, 7, 8].map((row) => `${row}::row-not-a-record`)
    )
    assert.deepStrictEqual([result.rows, result.accepted, result.rejected], [2, 2, 0])
  })

  it("a note that names a person is an identifier", async () => {
    const result = await checked("a.csv", [head, record(1), "Prepared by Olena Kovalenko,,,,,,"].join("\n"))
    assert.deepStrictEqual([result.codes, result.identifying], [["3::row-not-a-record", "3::direct-identifier"], true])
  })

  it("what a program writes below its table is left out, whoever made the file, and is not repeated", async () => {
    const lines = [
      "Grand Totals (2 records)",
      '""',
      '"Confidential Information - Do Not Distribute"',
      '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."',
      "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.",
      '"Generated By: Olena Kovalenko  12/03/2026 10:15"',
      "Generated By,Olena Kovalenko",
      "Shelter North",
      "As of 2026-12-03 10:15:22 • Generated by Olena Kovalenko • Sorted by Created Date (Ascending)",
      "Generated by DHIS2 on 2026-12-03 by okovalenko,,,,,,",
      "Powered by SurveyMonkey,,,,,,",
      "Applied filters: owner is Olena Kovalenko",
      "Отчёт сформирован: Коваленко О. П. 03.12.2026",
      "Вивантажено користувачем Коваленко Олена",
      "Raport generat de Olena Kovalenko la 03.12.2026"
    ]
    const result = await checked("a.csv", [head, record(1), record(2), ...lines].join("\n"))
    const footers = [6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18].map((row) => `${row}::row-footer`)
    assert.deepStrictEqual(
      result.codes.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
      ["4::row-not-a-record", ...footers.slice(0, 5), "11::row-not-a-record", ...footers.slice(5)]
    )
    assert.deepStrictEqual([result.rows, result.accepted, result.identifying], [2, 2, false])
    assert.notInclude(JSON.stringify([result.problems, result.columns]), "Koval")
    assert.isTrue(
      (await checked("a.csv", ["Generated By: Olena Kovalenko", head, record(1)].join("\n"))).accepted === 1
    )
  })

  it("averages, counts and labelled notes below the table are no records", async () => {
    const lines = [
      ",,,,,,",
      "Average,,,,23.5,,",
      "Average age,,,,23.5,,",
      "COUNTA: 2,,,,,,",
      "2 records,,,,,,",
      "Number of records,2,,,,,",
      "Skipped,0,,,,,",
      'Среднее,,,,"23,5",,',
      "Source: DHIS2,,,,,,",
      "Sursa: OIM, 2026,,,,,",
      "Date: 03.12.2026,,,,,,",
      "* provisional,,,,,,",
      "***,,,,,,"
    ]
    const result = await checked("a.csv", [head, record(1), record(2), ...lines].join("\n"))
    assert.deepStrictEqual(
      result.codes,
      lines.slice(1).map((_, i) => `${i + 5}::row-not-a-record`)
    )
    assert.deepStrictEqual([result.rows, result.accepted, result.rejected, result.identifying], [2, 2, 0, false])
  })

  it("a row that may be a record is a problem of that row", async () => {
    const lines = [",,,,47,,", "Median,yes,2022-03-01,Female,24,Moldova,Forced labour", "Data Popescu,,,,,,"]
    const { codes, rows, accepted, rejected, heldBack } = await checked("a.csv", [head, record(1), lines[0]].join("\n"))
    assert.isTrue(codes.length > 0 && codes.every((code) => code.startsWith("3:")), `${codes}`)
    assert.deepStrictEqual([rows, accepted, rejected + heldBack], [2, 1, 1])
    for (const line of lines.slice(1)) {
      const other = await checked("a.csv", [head, record(1), line].join("\n"))
      assert.isFalse(
        other.codes.some((code) => /footer/.test(code)),
        line
      )
      assert.isTrue(other.identifying || other.rows === 2, line)
    }
  })

  it("a cell below another one is a record with gaps, not a note", async () => {
    const result = await checked("a.csv", [head, record(1), ",,,,,,Sexual exploitation"].join("\n"))
    assert.deepStrictEqual(
      result.codes,
      ["case number", "research consent", "registered on"].map((column) => `3:${column}:field-missing`)
    )
  })

  it("a row with nothing but its case number is a record with gaps", async () => {
    for (const reference of ["A-1", "Case 14"]) {
      const result = await checked("a.csv", [head, `${reference},,,,,,`].join("\n"))
      assert.deepStrictEqual(result.codes, ["2:research consent:field-missing", "2:registered on:field-missing"])
    }
  })

  it("a second table with other columns is refused to its end", async () => {
    const result = await checked(
      "a.csv",
      [
        head,
        record(1),
        "case number,research consent,origin,destination,year,,",
        "A-1,yes,Laos,Thailand,2021,,",
        record(2)
      ].join("\n")
    )
    assert.deepStrictEqual(
      result.codes,
      [3, 4, 5].map((row) => `${row}::table-second`)
    )
    assert.deepStrictEqual([result.accepted, result.rejected], [1, 3])
  })
})

describe("offenders", () => {
  const htcds =
    "cas_CaseNumber,con_Consent,cas_IncomingReferralDate,prs_Gender,per_RoleInProcess,vic_TypeOfExploitation"

  it("columns about them are named and left out, also in a survey's group, and are never the victim's", async () => {
    const { values, codes } = await recordsOf(
      "case number,research consent,registered on,offender/gender,Trafficker nationality,perpetrator-age,Пол преступника\nA-1,yes,2022,M,Laos,40,м\n",
      "gender",
      "citizenship",
      "age"
    )
    assert.deepStrictEqual(
      codes,
      ["offender/gender", "Trafficker nationality", "perpetrator-age", "Пол преступника"].map(
        (column) => `1:${column}:column-offender`
      )
    )
    assert.deepStrictEqual(values, [[null, [], null]])
  })

  it("the relation to the trafficker is the victim's, also in such a group", async () => {
    const { values, codes } = await recordsOf(
      "case number,research consent,registered on,trafficker/relationship_to_trafficker\nA-1,yes,2022,Familial\n",
      "relationshipToTrafficker"
    )
    assert.deepStrictEqual([values, codes], [[["Familial"]], []])
  })

  it("a row of HTCDS's persons with a role and nothing about a victim is refused", async () => {
    const { codes, accepted } = await checked(
      "a.csv",
      `${htcds}\nA-1,1,2022-03,Feminine,,ForcedLabour\nA-1,1,2022-03,Masculine,Exploiter,\nA-2,1,2022-03,Feminine,RecruiterOrIntermediary,ForcedLabour\n`
    )
    assert.deepStrictEqual(
      codes.filter((code) => !code.includes("cas_Incoming")),
      ["1:per_RoleInProcess:column-offender", "3::row-of-offender"]
    )
    assert.strictEqual(accepted, 2)
  })

  it("a row about an offender is not a victim", async () => {
    for (const [heading, offender, victim] of [
      ["Role in case", "Trafficker", "Victim of the accused"],
      ["Роль", "обвиняемый", "потерпевшая"],
      ["Роль у справі", "підозрюваний", "потерпіла"],
      ["Rolul", "inculpat", "victimă"]
    ]) {
      const { codes, accepted } = await checked(
        "a.csv",
        `Case number,Research consent,Registered on,Sex,${heading}\nX-1,yes,2020,M,${offender}\nX-2,yes,2020,F,${victim}\nX-3,yes,2020,F,\n`
      )
      assert.deepStrictEqual([codes, accepted], [[`1:${heading}:column-unknown`, "2::row-of-offender"], 2])
    }
  })
})

describe("registers of ministries and police", () => {
  const lines = [
    "Реестр пострадавших;;;;;",
    "№ п/п;Номер личного дела;Согласие на исследование;Дата внесения в реестр;Пол;Гражданство",
    "1;2;3;4;5;6",
    "1;ЛД-001/22;да;1-го марта 2022;жен.;Узбекистан",
    "2;ЛД-002/22;☑;2022 март;муж.;804",
    ";ИТОГО:;;;2;",
    ";Исполнитель: отдел социальной защиты;;;;"
  ]

  it("columns are numbered, and totals and signatures are next to the number of the row", async () => {
    const { codes, accepted, rows } = await checked("a.csv", lines.join("\n"))
    assert.deepStrictEqual([accepted, rows], [2, 2])
    assert.deepStrictEqual(codes, [
      "2:№ п/п:column-unknown",
      "2:Дата внесения в реестр:column-stands-in",
      "3::row-not-a-record",
      "6::row-not-a-record",
      "7::row-not-a-record"
    ])
  })

  it("the kind of record is named in the partner's language", async () => {
    const file = (kind: string) => `Вид записи;Номер дела;Дата обращения\n${kind};К-1;2022\n`
    const { ready, codes } = await checked("a.csv", file(recordKindLabel("withdrawal", "ru")))
    assert.deepStrictEqual(
      [ready.map(({ kind }) => kind), codes.filter((code) => /kind/.test(code))],
      [["withdrawal"], []]
    )
    assert.include((await checked("a.csv", file("дело"))).codes, "2:Вид записи:record-kind-unknown")
  })

  it("MongoDB's dates and ids", async () => {
    const record = {
      _id: { $oid: "65a0" },
      caseReference: "M-1",
      researchUseConsent: true,
      registeredOn: { $date: "2022-03-01T00:00:00Z" }
    }
    const { ready } = await checked("a.json", JSON.stringify(record))
    assert.deepStrictEqual(
      ready.map((row) => row.record["registeredOn"]),
      ["2022-03-01"]
    )
  })
})
