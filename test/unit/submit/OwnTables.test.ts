/** Tables as organisations keep them: headings as questions, with units or typing errors, dates of other programs, and cells that say nothing. */
import { assert, describe, it } from "vitest"
import { isResearchConsent } from "../../../ingest/submit/columns/ConsentColumn.ts"
import { withoutRemarks } from "../../../ingest/submit/columns/PlainHeading.ts"
import { readDate } from "../../../ingest/submit/values/DateText.ts"
import { summaryLines } from "../../../ingest/submit/words/CheckSummary.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const head = "case number,research consent,registered on,sex,age,citizenship,type of exploitation"

/** The errors of a table, as `row:column:code`, and the fields of its records. */
const table = async (text: string, ...fields: ReadonlyArray<string>) => {
  const result = await checked("t.csv", text)
  assert.strictEqual(result.rows, result.accepted + result.rejected + result.heldBack)
  return {
    ...result,
    errors: result.problems
      .filter(({ severity }) => severity === "error")
      .map(({ code, row, column }) => `${row}:${column}:${code}`),
    values: result.ready.map(({ record }) => fields.map((field) => record[field]))
  }
}

describe("a date in several columns", () => {
  it("is the year with its week, or with its month and day", async () => {
    const rest = "Research consent,Case number,Sex"
    for (const [columns, cells, registeredOn] of [
      ["Registration year,Week no", "2023,14", "2023-04"],
      // Monday is the 27th of February, so the month is not known.
      ["Registration year,Week", "2023,9", "2023"],
      ["Year registered,ISO week", "2023,2023-W14", "2023-04"],
      ["Год регистрации,Номер недели", "2023,W2", "2023-01"],
      ["Anul înregistrării,Luna,Ziua", "2023,4,12", "2023-04-12"],
      ["Рік реєстрації,Місяць,День", "2023,вересень,", "2023-09"],
      ["Registration year,Registration month", "2023,4", "2023-04"],
      ["Год регистрации,Месяц регистрации", "2023,апрель", "2023-04"],
      ["Anul înregistrării,Luna înregistrării", "2023,4", "2023-04"],
      ["Рік реєстрації,Тиждень реєстрації", "2023,14", "2023-04"],
      ["Registered on,Week", "2023-05-02,14", "2023-05-02"],
      // The year's own heading does not say of what.
      ["Year,Week of registration", "2023,14", "2023-04"],
      ["Неделя регистрации,Год", "14,2023", "2023-04"],
      ["Anul,Săptămâna înregistrării", "2023,14", "2023-04"],
      ["Week of registration", "2023-W14", "2023-04"]
    ] as const) {
      const { errors, values } = await table(`${columns},${rest}\n${cells},yes,A-1,female\n`, "registeredOn")
      assert.deepStrictEqual([errors, values], [[], [[registeredOn]]], columns)
    }
    const withoutYear = await table(`Week of registration,${rest}\n14,yes,A-1,female\n`)
    assert.deepStrictEqual(withoutYear.errors, ["2:Week of registration:date-malformed"])
    const wrong = await table(`Registration year,Week,${rest}\n2023,54,yes,A-1,female\n`)
    assert.deepStrictEqual(wrong.errors, ["2:Registration year:date-malformed"])
  })

  it("is the time of a route, and a file with only weeks lacks the year", async () => {
    const route = "Тиждень,Країна походження,Країна призначення,Згода на дослідження,Номер справи"
    const { errors, values } = await table(`Рік,${route}\n2023,14,Молдова,Італія,так,A-1\n`, "legs")
    assert.deepStrictEqual(errors, [])
    const [legs] = values[0] as [ReadonlyArray<{ readonly year: number; readonly month: number }>]
    assert.deepStrictEqual(
      legs.map(({ year, month }) => [year, month]),
      [
        [2023, 4],
        [2023, 4]
      ]
    )
    const without = await checked("t.csv", `${route}\n14,Молдова,Італія,так,A-1\n`, { recordKind: "route" })
    assert.include(without.codes, "1:year:column-missing")
  })
})

describe("numbered places", () => {
  it("are a route in their order, and numbers of something else next to places with roles", async () => {
    const way = await table(
      "Nr. dosar;Țara 1;Anul 1;Țara 2;Anul 2;Țara 3;Anul 3;Acord pentru cercetare\nR-1;Moldova;2021;România;2021;Italia;2022;da\nR-2;Moldova;2020;Rusia;2020;-;;da\n",
      "legs"
    )
    assert.deepStrictEqual(way.errors, [])
    const legs = way.values.map(([legs]) =>
      (legs as ReadonlyArray<Record<string, unknown>>).map(({ country, role, year }) => [country, role, year])
    )
    assert.deepStrictEqual(legs, [
      [
        ["MDA", "Origin", 2021],
        ["ROU", "Transit", 2021],
        ["ITA", "Destination", 2022]
      ],
      [
        ["MDA", "Origin", 2020],
        ["RUS", "Destination", 2020]
      ]
    ])
    const other = await checked(
      "t.csv",
      "Case number,Country of origin,Country 2,Year,Destination,Research consent\nR-1,Moldova,2,2021,Italy,yes\n",
      { recordKind: "route" }
    )
    assert.include(other.codes, "1:Country 2:column-unknown")
    // Two columns of one name, as pandas and Excel write them: the first would be lost.
    for (const names of ["Country,Country.1,Country.2", "Country,Country2,Country3"]) {
      const { codes, ready } = await checked(
        "t.csv",
        `Case number,${names},Year,Research consent\nR-1,Nepal,India,Kuwait,2021,yes\n`,
        { recordKind: "route" }
      )
      assert.include(codes, "1:legs:column-missing", names)
      assert.deepStrictEqual(ready, [])
    }
    assert.strictEqual(other.accepted, 1)
  })
})

describe("cells of registers", () => {
  it("months are Roman numbers, also with Cyrillic letters", () => {
    for (const [written, date] of [
      ["12.III.2023", "2023-03-12"],
      ["7 ІХ 2023", "2023-09-07"],
      ["xii/2022", "2022-12"]
    ] as const)
      assert.deepStrictEqual(readDate(written), { date })
    for (const written of ["12.IIII.2023", "12.XIII.2023", "32.I.2023x"])
      assert.property(readDate(written), "wrong", written)
  })

  it("a misspelt country is no identifier and no country; a name is an identifier", async () => {
    const of = async (citizenship: string) =>
      (await checked("t.csv", `${head}\nK-1,yes,2023,female,20,${citizenship},sexual exploitation\n`)).codes
    for (const misspelt of ["Нимеччина", "Украінаа", "Rumuniae", "Filipines"])
      assert.deepStrictEqual(await of(misspelt), ["2:citizenship:country-unknown"], misspelt)
    for (const name of ["Ірина Шевчук", "Oksana", "Тетяна"])
      assert.deepStrictEqual(await of(name), ["2:citizenship:direct-identifier"], name)
  })

  it("a row of instructions below the header is not a record", async () => {
    const { errors, rows, accepted } = await table(
      `${head}\n,так/ні,дд.мм.рррр,Ж/Ч,повних років,,\nK-1,yes,2023,female,20,Moldova,sexual exploitation\n`
    )
    assert.deepStrictEqual([errors, rows, accepted], [[], 1, 1])
  })
})

describe("headings", () => {
  for (const [name, heading, cells] of [
    [
      "questions",
      "Does the client consent to anonymised data being used for research?;Case ID;Date of intake;How old is the client?;What is the client's nationality?;In which country did the exploitation take place?",
      "Yes;K-1;2024-01-15;34;Philippines;Saudi Arabia"
    ],
    [
      "questions in Russian",
      "Согласие клиента на использование данных для исследований?;Код клиента;Дата постановки на учёт;Сколько лет пострадавшей?;Какое гражданство у пострадавшей?;В какой стране происходила эксплуатация?",
      "да;K-1;15.01.2024;34;Филиппины;Саудовская Аравия"
    ],
    [
      "units, formats and lists of answers",
      "Згода на дослідження (так/ні);Номер справи;Дата реєстрації (дд.мм.рррр);Вік, повних років;Громадянство (країна)*;Країна експлуатації:",
      "так;K-1;15.01.2024;34;Філіппіни;Саудівська Аравія"
    ]
  ] as const)
    it(name, async () => {
      const { codes, values } = await table(`${heading}\n${cells}\n`, "age", "citizenship", "countryOfExploitation")
      assert.deepStrictEqual([codes, values], [[], [[34, ["PHL"], "SAU"]]])
    })

  it("of another person, or of consent to something else, have another meaning", () => {
    assert.strictEqual(withoutRemarks("Age (mother)"), "Age (mother)")
    assert.strictEqual(withoutRemarks("Sex, second child"), "Sex, second child")
    assert.strictEqual(withoutRemarks("Sex (M / F)"), "Sex")
    for (const heading of [
      "Consent to medical research",
      "Consent to services",
      "Consent to research withdrawn",
      "Date of consent to research",
      "Согласие на фото и исследования",
      "Research"
    ])
      assert.isFalse(isResearchConsent(heading), heading)
    for (const heading of [
      "consent_for_research",
      "Agrees to the use of data for statistics (y/n)",
      "acord cercetare",
      "Согласие на использование в исследованиях",
      "Согласны ли вы на обработку персональных данных для статистического анализа?",
      "Згода на обробку персональних даних у наукових дослідженнях",
      "Consimțământ pentru prelucrarea datelor personale în scop de cercetări"
    ])
      assert.isTrue(isResearchConsent(heading), heading)
  })

  it("with a typing error are asked about, not guessed", async () => {
    const { problems, accepted } = await table(
      "case number,research consent,registered on,sex,Natonality,Metods of control\nA-1,yes,2022,F,Laos,\n"
    )
    assert.deepStrictEqual(
      problems.map(({ code, column, similar }) => [code, column, similar]),
      [
        ["column-unknown", "Natonality", "citizenship"],
        ["column-unknown", "Metods of control", "methodsOfControl"]
      ]
    )
    assert.strictEqual(accepted, 1)
    assert.include(summaryLines(problems, "ru").join("\n"), "Имелось в виду «Гражданство»?")
  })

  it("are values if the table has none, and are not shown", async () => {
    for (const rows of [
      "A-1,yes,2022,F,20,Laos,Forced labour\nA-2,yes,2022,M,20,Laos,Forced labour\n",
      "A-1;Transit;Laos;2021\nA-1;Destination;Thailand;2021\n",
      "Case number,A-1\nSex,F\nage,20\n"
    ]) {
      const { problems, accepted } = await table(rows)
      assert.strictEqual(accepted, 0)
      assert.notMatch(JSON.stringify(problems), /A-1|Laos/)
    }
  })

  it("another date stands in for a missing date of registration, which is said", async () => {
    const { codes, values } = await table(
      "case number,research consent,sex,Дата обращения,occurredAt\nA-1,yes,F,03.02.2023,2023-02-03T00:00:00.000\n",
      "registeredOn"
    )
    assert.deepStrictEqual(
      [codes, values],
      [["1:Дата обращения:column-unknown", "1:occurredAt:column-stands-in"], [["2023-02-03"]]]
    )
    // Answers to a form of Google: nobody asked for a date, and the account that answered is not read.
    for (const heading of ["Timestamp", "Отметка времени", "Позначка часу", "Marcaj de timp"])
      assert.deepStrictEqual(
        (await table(`${heading},case number,research consent,sex\n3/14/2024 10:21:33,A-1,yes,F\n`, "registeredOn"))
          .values,
        [["2024-03-14"]]
      )
  })
})

it("dates as other programs write them; an ambiguous date is refused", () => {
  for (const [text, date] of [
    ["January 5, 2023", "2023-01-05"],
    ["5-Jan-23", "2023-01-05"],
    ["05-мар-99", "1999-03-05"],
    ["1672531200", "2023-01-01"],
    ["1672531200000", "2023-01-01"],
    ["20230105", "2023-01-05"],
    ["Q1 2023", "2023"],
    ["2023-Q4", "2023"],
    ["II кв. 2023 г.", "2023"],
    ["trim. III 2023", "2023"],
    ["05.01.2023 г.", "2023-01-05"],
    ["44927.5", "2023-01-01"]
  ] as const)
    assert.deepStrictEqual(readDate(text), { date }, text)
  for (const text of ["Mar-23", "23-Mar", "May 5", "12345678", "99999999999", "20231345", "Q5 2023", "5 Foo 2023"])
    assert.notProperty(readDate(text), "date", text)
})

it("cells that say nothing are empty; labels may be separated by spaces alone", async () => {
  const { errors, values } = await table(
    `${head}\nA-1,yes,2021,?,-,…,.\nA-2,yes,2021,не известно,nan,None,null\nA-3,yes,2021,F,45 л.,Респ. Узбекистан,Forced labour Forced begging\n`,
    "gender",
    "age",
    "citizenship",
    "typeOfExploitation"
  )
  assert.deepStrictEqual(errors, [])
  assert.deepStrictEqual(values, [
    [null, null, [], []],
    ["NonSpecifiedUnknown", null, [], []],
    ["Feminine", 45, ["UZB"], ["ForcedLabour", "ForcedBegging"]]
  ])
})

describe("routes in one row", () => {
  it("a transit that says no country is no place; between two places of one year it is that year", async () => {
    const { errors, ready } = await table(
      "case number;research consent;origin country;origin year;transit country;destination country;destination year\n" +
        "A-1;yes;UKR;2020;немає;POL;2021\nA-2;yes;UKR;2020;-;POL;2021\nA-3;yes;UKR;2020;n/a;POL;2020\nA-4;yes;UKR;2020;NO;POL;2020\nA-5;yes;UKR;2020;BLR;POL;2021\n"
    )
    assert.deepStrictEqual(errors, ["6:leg2.year:field-missing"])
    assert.deepStrictEqual(
      ready.map(({ record }) =>
        (record["legs"] as ReadonlyArray<{ country: string; year: number }>).map(({ country, year }) => country + year)
      ),
      [
        ["UKR2020", "POL2021"],
        ["UKR2020", "POL2021"],
        ["UKR2020", "POL2020"],
        ["UKR2020", "NOR2020", "POL2020"]
      ]
    )
  })

  it("an unknown code of a country is not the name of a person", async () => {
    const { errors, identifying } = await table(`${head}\nA-1,yes,2021,F,20,ENG,\n`)
    assert.deepStrictEqual([errors, identifying], [["2:citizenship:country-unknown"], false])
  })
})

describe("forms of reports", () => {
  it("groups of columns above names, numbers of the columns, formats, marks of a text", async () => {
    for (const rows of [
      "№;Case number;Research consent;About the victim;;;Registered on\n;;;Sex;Age;Citizenship;\n1;2;3;4;5;6;7\n1;A-1;yes;F;22;Laos;12.02.2022",
      "(text);(yes/no);(M/F);(number);(country);(date)\n",
      "text;yes/no;F/M;years;country;date\n",
      ""
    ]) {
      const own = rows.startsWith("№")
        ? rows
        : `Case number;Research consent;Sex;Age;Citizenship;Registered on\n${rows}="A-1";'yes;F;'22;Laos;="12.02.2022"`.replace(
            "'yes",
            "yes"
          )
      const { errors, values, accepted } = await table(`${own}\n`, "gender", "age", "citizenship", "registeredOn")
      assert.deepStrictEqual([errors, values, accepted], [[], [["Feminine", 22, ["LAO"], "2022-02-12"]], 1], own)
    }
    const { rejected } = await table("Case number;Research consent;Sex;Registered on\nunknown;yes;F;2022\n")
    assert.strictEqual(rejected, 1)
  })

  it("fields of the victim by name, and answers in the words of registers", async () => {
    const { errors, values } = await table(
      "Case file no.;Research consent;Victim nationality;Возраст пострадавшей;Form of exploitation;Registration year\nA-1;yes;укр.;19;Labour trafficking, Begging;2022\nA-2;yes;R. Moldova;19;трудовая;2022\n",
      "citizenship",
      "age",
      "typeOfExploitation"
    )
    assert.deepStrictEqual(errors, [])
    assert.deepStrictEqual(values, [
      [["UKR"], 19, ["ForcedLabour", "ForcedBegging"]],
      [["MDA"], 19, ["ForcedLabour"]]
    ])
    const { problems } = await table("Case number,Research consent,Victim country,Registered on\nA-1,yes,Laos,2022\n")
    assert.deepStrictEqual(
      problems.map(({ code, column }) => `${column}:${code}`),
      ["Victim country:column-unknown"]
    )
  })
})
