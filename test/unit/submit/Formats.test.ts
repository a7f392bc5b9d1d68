import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { CsvTokenizer } from "../../../ingest/submit/read/CsvTokenizer.ts"
import type { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"
import { RowProblems } from "../../../ingest/submit/report/ReportRows.ts"
import { summaryLines } from "../../../ingest/submit/words/CheckSummary.ts"
import { textOfRefused } from "../../../ingest/submit/words/ProblemWords.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { languages } from "../../../schemas/Languages.ts"
import { checked, refusal } from "../../fixtures/checkedFile.ts"
import { describeWithTable, sharedData } from "../../fixtures/sharedData.ts"

const header = "record,caseReference,requestedOn"
const one = `${header}\nwithdrawal,Д-1,2004\n`

/** A text in an encoding of one byte for each letter, by trying all bytes. */
const encoded = (text: string, encoding: string) => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte)
  const byteOf = new Map(bytes.map((byte) => [new TextDecoder(encoding).decode(Uint8Array.of(byte)), byte]))
  return Uint8Array.from(text, (sign) => byteOf.get(sign) ?? assert.fail(`${encoding} has no ${sign}`))
}

const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()

describe("text files", () => {
  const encodings: ReadonlyArray<readonly [string, Uint8Array]> = [
    ["UTF-8", Buffer.from(one)],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${one}`)],
    ["UTF-16 LE", Buffer.from(`\uFEFF${one}`, "utf16le")],
    ["UTF-16 BE", swapped(Buffer.from(`\uFEFF${one}`, "utf16le"))],
    ["UTF-16 LE without a mark", Buffer.from(one, "utf16le")]
  ]
  for (const [name, bytes] of encodings)
    it(`${name}: the same record`, async () => {
      const expected = await checked("a.csv", one)
      const result = await checked("a.csv", bytes)
      assert.deepStrictEqual([result.codes, result.records], [[], 1])
      assert.strictEqual(result.contentHash, expected.contentHash)
    })

  const russian = "record,Номер дела,Дата обращения\nwithdrawal,Щ-1,4 марта 2004\n"
  const romanian = "record,Numărul dosarului,Data solicitării\nwithdrawal,Ş-1,4 martie 2004\n"
  const french = "record,caseReference,requestedOn,côté,région\nwithdrawal,É-1,2004-03-04,réfugiée,Saint-Étienne\n"
  for (const [encoding, text] of [
    ["windows-1251", russian],
    ["koi8-u", russian],
    ["x-mac-cyrillic", russian],
    ["ibm866", russian],
    ["windows-1250", romanian],
    ["iso-8859-2", romanian],
    ["windows-1252", french],
    ["macintosh", french]
  ] as const)
    it(`${encoding}: the same record as in UTF-8`, async () => {
      const expected = await checked("a.csv", text)
      const result = await checked("a.csv", encoded(text, encoding))
      assert.strictEqual(expected.accepted, 1)
      assert.deepStrictEqual([result.codes, result.contentHash], [expected.codes, expected.contentHash])
    })

  it("letters that make words in no encoding, or only one letter, are refused", async () => {
    for (const bytes of [[0x98, 0xff], [0xc4], [0xfe, 0x61, 0xd0, 0x9a]])
      assert.strictEqual(
        (await refusal("a.csv", Uint8Array.from([...Buffer.from(`${header}\nwithdrawal,D-`), ...bytes, 0x0a])))?.code,
        "file-encoding"
      )
  })

  for (const [name, end] of [
    ["CR", "\r"],
    ["LF", "\n"],
    ["CRLF", "\r\n"]
  ] as const)
    for (const delimiter of [",", ";", "\t"])
      it(`line ends ${name}, separator ${JSON.stringify(delimiter)}, blank rows and columns`, async () => {
        const lines = [
          "",
          "Register 2019",
          "",
          `${header},,`,
          "withdrawal,A-1,2004,,",
          ",,,,",
          'withdrawal,"A\n2",17.05.2004,,',
          ",,,,",
          ""
        ]
        const { codes, ready, opened } = await checked(
          "a.csv",
          lines.map((line) => line.replaceAll(",", delimiter)).join(end)
        )
        assert.deepStrictEqual(codes, [])
        assert.strictEqual(opened.header?.row, 4)
        assert.deepStrictEqual(
          ready.map(({ record }) => record["requestedOn"]),
          ["2004", "2004-05-17"]
        )
      })

  it("Excel's line that names the separator is no row", async () => {
    const { codes, records } = await checked("a.csv", `sep=;\r\n${one.replaceAll(",", ";").replace("2004", "x")}`)
    assert.deepStrictEqual([codes, records], [["2:requestedOn:date-malformed"], 0])
  })

  it("the tokenizer agrees with csv-parse, however the text is split", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "б", ",", ";", '"', "\n", "\r", " ", ""), maxLength: 6 })
    const rowOf = fc.array(cell, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        fc.array(rowOf, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(",", ";"),
        fc.integer({ min: 1, max: 7 }),
        (rows, delimiter, step) => {
          const text = rows
            .map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter))
            .join("\r\n")
          const tokens = new CsvTokenizer(delimiter)
          const found: Array<ReadonlyArray<string>> = []
          for (let at = 0; at < text.length; at += step) found.push(...tokens.push(text.slice(at, at + step)))
          found.push(...tokens.end())
          assert.deepStrictEqual(
            found,
            parse(text, { delimiter, relax_column_count: true, record_delimiter: "\r\n" }) as unknown
          )
        }
      ),
      { seed: 11, numRuns: 500 }
    )
  })
})

describe("HTCDS", () => {
  const values = "H-1,true,Feminine,PossibleVictimOfTrafficking,DebtBondage;FalsePromises,ForcedLabour,UA,2019-03-01"
  for (const [name, columns] of [
    [
      "field list",
      "cas_CaseNumber,con_Consent,prs_Gender,vic_TraffickingStatus,vic_MethodsOfControl,vic_TypeOfExploitation,prs_Citizenship,cas_IncomingReferralDate"
    ],
    [
      "survey form",
      "cas_Case_Number,con_Consent,prs_Gender,vic_Trafficking_Status,vic_Methods_of_Control,vic_Type_of_Exploitation,prs_Citizenship,cas_Incoming_Referral_Date"
    ]
  ] as const)
    it(`the spelling of the ${name}`, async () => {
      const { codes, ready, opened } = await checked("h.csv", `${columns}\n${values}\n`)
      assert.deepStrictEqual(
        codes.filter((code) => !code.includes("stands-in")),
        []
      )
      assert.strictEqual(opened.format, "htcds")
      assert.deepInclude(ready[0]?.record, {
        gender: "Feminine",
        registeredOn: "2019-03-01",
        methodsOfControl: ["DebtBondage", "FalsePromises"],
        citizenship: ["UKR"],
        traffickingStatus: "PossibleVictimOfTrafficking"
      })
    })

  it("multiple answers separated by spaces, and one column for each answer", async () => {
    const { ready } = await checked(
      "h.csv",
      "cas_CaseNumber,con_Consent,registeredOn,vic_Methods_of_Control,vic_Type_of_Exploitation/ForcedLabour,vic_Type_of_Exploitation/Servitude\nH-1,1,2019,DebtBondage FalsePromises,1,0\n",
      { recordKind: "victim" }
    )
    assert.deepInclude(ready[0]?.record, {
      methodsOfControl: ["DebtBondage", "FalsePromises"],
      typeOfExploitation: ["ForcedLabour"]
    })
  })

  it("events, one in each row, become the legs of a route", async () => {
    const { codes, ready, rows } = await checked(
      "h.csv",
      "cas_CaseNumber,con_Consent,hte_Type,hte_Country,hte_State,hte_Date\nR-1,true,Recruitment,UA,,2004-05-01\nR-1,true,Transit,BY,,2004\nR-1,true,Exploitation,RU,RU-MOS,2004-07\nR-2,true,Recruitment,MD,,2005\n",
      { recordKind: "route" }
    )
    assert.deepStrictEqual(codes, [])
    assert.deepStrictEqual([rows, ready.length], [4, 2])
    assert.deepStrictEqual(
      ((ready[0]?.record["legs"] ?? []) as ReadonlyArray<Record<string, unknown>>).map((leg) => [
        leg["country"],
        leg["role"],
        leg["year"],
        leg["month"]
      ]),
      [
        ["UKR", "Origin", 2004, 5],
        ["BLR", "Transit", 2004, null],
        ["RUS", "Destination", 2004, 7]
      ]
    )
  })

  it("every column of direct identifiers of the standard refuses the file, in both spellings", async () => {
    const direct = readCodeList("direct-identifier-columns").filter((row) => row["source"]?.startsWith("HTCDS"))
    assert.isAbove(direct.length, 30)
    for (const row of direct) {
      const name = row["column"] as string
      for (const spelled of [name, name.replace(/(?<=[a-z])(?=[A-Z])/g, "_")]) {
        const { identifying } = await checked(
          "h.csv",
          `cas_CaseNumber,con_Consent,registeredOn,${spelled}\nH-1,true,2019,\n`,
          { recordKind: "victim" }
        )
        assert.isTrue(identifying, spelled)
      }
    }
  })
})

describeWithTable("ctdc_kanon_header.txt", "CTDC", () => {
  it("the k-anonymised file: banner, flags, -99, 00, blanks, Namibia", async () => {
    const columns = readFileSync(sharedData("ctdc_kanon_header.txt"), "utf8").trim().split(";")
    const row = (given: Readonly<Record<string, string>>) => columns.map((column) => given[column] ?? "").join(";")
    const rows = [
      row({
        yearOfRegistration: "2016",
        gender: "Female",
        ageBroad: "9--17",
        majorityStatus: "Minor",
        citizenship: "NA",
        CountryOfExploitation: "00",
        meansOfControlDebtBondage: "1",
        meansOfControlThreats: "0",
        isForcedLabour: "1",
        recruiterRelationFamily: "-99",
        Datasource: "Hotline"
      }),
      row({
        yearOfRegistration: "2016",
        gender: "-99",
        ageBroad: "-99",
        citizenship: "0",
        CountryOfExploitation: "MD"
      }),
      row({
        yearOfRegistration: "2016",
        gender: "-99",
        ageBroad: "-99",
        citizenship: "0",
        CountryOfExploitation: "MD"
      }),
      row({ yearOfRegistration: "-99" })
    ]
    const result = await checked("ctdc.csv", `${columns.join(";")}\n${rows.join("\n")}\n`)
    assert.strictEqual(result.opened.format, "ctdc")
    assert.deepStrictEqual(
      result.codes.filter((code) => !code.startsWith("1:")),
      ["5:yearOfRegistration:field-missing"]
    )
    assert.deepInclude(result.ready[0]?.record, {
      registeredOn: "2016",
      gender: "Feminine",
      ageBand: "9--17",
      citizenship: ["NAM"],
      countryOfExploitation: null,
      methodsOfControl: ["DebtBondage"],
      typeOfExploitation: ["ForcedLabour"],
      relationshipToTrafficker: null,
      dataSource: "Hotline"
    })
    // Equal rows are different people, and the same people when the file is read again.
    assert.strictEqual(new Set(result.ready.map(({ record }) => record["caseReference"])).size, 3)
    assert.include(result.codes, "1:caseReference:ctdc-no-case-number")
    assert.include(result.codes, "1:researchUseConsent:ctdc-consent-implied")
    assert.notInclude(result.codes.join(), "column-unknown")
  })

  it("the Global Synthetic Dataset: alpha-3, NULL, merged means", async () => {
    const { codes, ready } = await checked(
      "synthetic.csv",
      "yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,traffickMonths,meansThreats,meansFalsePromises,isSexualExploit,typeOfLabourConstruction,sectorOfSexProstitution,recruiterRelationFriend\n2018,Trans/Transgender/NonConforming,09--17,NAM,NULL,0--12 (0-1 yr),1,1,1,NULL,1,1\n"
    )
    assert.deepStrictEqual(
      codes.filter((code) => /error|unknown|missing|malformed/.test(code)),
      []
    )
    assert.include(codes, "1:meansThreats:column-merged")
    assert.deepInclude(ready[0]?.record, {
      gender: "NonConforming",
      ageBand: "9--17",
      citizenship: ["NAM"],
      countryOfExploitation: null,
      exploitationDuration: "0--12",
      methodsOfControl: ["FalsePromises"],
      typeOfExploitation: ["SexualExploitation"],
      typeOfSexExploitation: ["Prostitution"],
      relationshipToTrafficker: "Acquainted"
    })
  })
})

describe("values", () => {
  const columns =
    "caseReference,researchUseConsent,registeredOn,gender,age,citizenship,methodsOfControl,typeOfExploitation"
  const victim = (cells: string) => checked("v.csv", `${columns}\n${cells}\n`)

  for (const [separator, cells] of [
    [";", "DebtBondage;FalsePromises"],
    ["|", "DebtBondage|FalsePromises"],
    [",", '"DebtBondage,FalsePromises"'],
    ["a space", "DebtBondage FalsePromises"],
    ["labels with commas and spaces", '"Debt bondage, False promises"']
  ] as const)
    it(`multiple answers separated by ${separator}`, async () => {
      const { codes, ready } = await victim(`V-1,yes,2019,Feminine,20,UKR,${cells},`)
      assert.deepStrictEqual([codes, ready[0]?.record["methodsOfControl"]], [[], ["DebtBondage", "FalsePromises"]])
    })

  it("labels in four languages, decimal commas, countries in any shape", async () => {
    for (const cells of [
      "V-1,yes,2019,Feminine,20,Ukraine; Moldova,Debt bondage,Forced labour",
      'V-1,да,2019 г.,Женский,"20,0",Украина; Молдова,Долговая кабала,Принудительный труд',
      "V-1,так,2019,Жіноча,20.0,Україна; Молдова,Боргова кабала,Примусова праця",
      "V-1,da,2019,Feminin,20,Ucraina; Moldova,Aservire pentru datorii,Muncă forțată"
    ]) {
      const { codes, ready } = await victim(cells)
      assert.deepStrictEqual(codes, [], cells)
      assert.deepInclude(ready[0]?.record, {
        gender: "Feminine",
        age: 20,
        citizenship: ["UKR", "MDA"],
        methodsOfControl: ["DebtBondage"],
        typeOfExploitation: ["ForcedLabour"],
        registeredOn: "2019"
      })
    }
  })

  it("dates in common formats; day and month are never guessed", async () => {
    for (const [text, expected] of [
      ["17.05.2019", "2019-05-17"],
      ["2019-05", "2019-05"],
      ["05.2019", "2019-05"],
      ["17/05/2019", "2019-05-17"],
      ["05/17/2019", "2019-05-17"],
      ["17 мая 2019", "2019-05-17"],
      ["травень 2019", "2019-05"],
      ["17 mai 2019", "2019-05-17"],
      ["2019-05-17T00:00:00", "2019-05-17"],
      ["2019/05/17", "2019-05-17"]
    ] as const) {
      const { codes, ready } = await victim(`V-1,yes,${text},,,,,`)
      assert.deepStrictEqual([codes, ready[0]?.record["registeredOn"]], [[], expected])
    }
    for (const text of ["05/06/2019", "17.05.19"])
      assert.deepStrictEqual((await victim(`V-1,yes,${text},,,,,`)).codes, ["2:registeredOn:date-ambiguous"])
    for (const text of ["31.02.2019", "2019-13", "30.02.23", "soon"])
      assert.deepStrictEqual((await victim(`V-1,yes,${text},,,,,`)).codes, ["2:registeredOn:date-malformed"])
  })

  it("a number that is not whole, and two answers to a single-choice question", async () => {
    assert.deepStrictEqual((await victim('V-1,yes,2019,,"20,5",,,')).codes, ["2:age:type-mismatch"])
    assert.deepStrictEqual((await victim("V-1,yes,2019,Feminine;Masculine,,,,")).codes, ["2:gender:code-unknown"])
  })

  it("a name in the place of a code refuses the file", async () => {
    const { codes, identifying } = await victim("V-1,yes,2019,Агата Барсукова,,,,")
    assert.deepStrictEqual([codes, identifying], [["2:gender:direct-identifier"], true])
  })
})

describe("mapping", () => {
  const mapping = parseMapping({
    columns: { "Номер дела": "caseReference", Пол: "gender", Год: "registeredOn" },
    values: { gender: { д: "Feminine" } },
    constants: { researchUseConsent: "yes" },
    ignore: ["Сотрудник"]
  })

  it("binds columns, codes and constants; excluded columns are not read", async () => {
    const { codes, ready } = await checked("m.csv", "Номер дела,Пол,Год,Сотрудник\nM-1,Д,2019,Агата Барсукова\n", {
      mapping,
      recordKind: "victim"
    })
    assert.deepStrictEqual(codes, [])
    assert.deepInclude(ready[0]?.record, { gender: "Feminine", registeredOn: "2019", researchUseConsent: true })
  })

  it("no mapping admits identifiers, and errors in a mapping are reported without its text", () => {
    for (const wrong of [
      { columns: { prs_FirstName: "caseReference" } },
      { columns: { CANARY: "nothing" } },
      { columns: 7 },
      { values: { gender: "CANARY" } },
      { constants: { caseReference: "CANARY" } },
      { CANARY: {} },
      []
    ])
      assert.throws(() => parseMapping(wrong), /^(?!.*CANARY).*$/s)
  })

  it("two columns for one field, and a record kind that cannot be determined", async () => {
    const twice = await checked(
      "m.csv",
      "caseReference,researchUseConsent,registeredOn,gender,Gender\nM-1,yes,2019,Feminine,Feminine\n"
    )
    assert.deepStrictEqual([twice.codes, twice.brokenHeader], [["1:Gender:column-repeated"], true])
    const kindless = await checked("m.csv", "caseReference,revision\nM-1,0\n")
    assert.include(kindless.codes, "1::record-kind-unknown")
  })
})

describe("translations", () => {
  it("every problem of files and records has a text in every language", () => {
    const catalogue = readCodeList("problems")
      .filter((row) => row["area"] === "record" || row["area"] === "file")
      .map((row) => row["code"])
    for (const language of languages.filter((one) => one !== "en")) {
      const translated = readCodeList("problem-words").filter((row) => row["language"] === language)
      assert.deepStrictEqual(translated.map((row) => row["code"]).sort(), [...catalogue].sort())
      for (const row of translated)
        for (const part of ["title", "expected", "remedy"]) assert.isAbove(row[part]?.length ?? 0, 1)
    }
  })
})

describe("columns in the partner's language", () => {
  const files = {
    en: "Case number,Agreed to use for statistics,Date registered,Sex,Age,Nationality\nL-1,yes,2019-02-03,F,27,Ukraine",
    ru: "Номер дела;Согласие на использование для статистики;Дата регистрации;Пол;Возраст;Гражданство\nL-1;да;03.02.2019;Женский;27;Украина",
    uk: "№ справи\tЗгода на використання для статистики\tДата реєстрації\tСтать\tВік\tГромадянство\nL-1\tтак\t03.02.2019\tжіноча\t27\tУкраїна",
    ro: "Nr. dosar,Acord pentru folosirea în statistici,Data înregistrării,Gen,Vârsta,Cetățenie\nL-1,da,03.02.2019,feminin,27,Ucraina"
  }
  for (const [language, text] of Object.entries(files))
    it(`${language}: fields by their labels, as one and the same record`, async () => {
      const { codes, ready, opened } = await checked("a.csv", `Register 2019\n\n${text}\n`)
      assert.deepStrictEqual([codes, opened.recordKind, opened.header?.row], [[], "victim", 3])
      assert.deepInclude(ready[0]?.record, {
        researchUseConsent: true,
        registeredOn: "2019-02-03",
        gender: "Feminine",
        age: 27,
        citizenship: ["UKR"]
      })
      assert.deepStrictEqual(ready[0], (await checked("b.csv", `${files.en}\n`)).ready[0])
    })

  it("consent of any kind is no consent to research: such a column is bound by the partner alone", async () => {
    for (const name of ["Consent", "Согласие", "Згода", "Consimțământ"]) {
      const { codes } = await checked("a.csv", `${files.en.replace("Agreed to use for statistics", name)}\n`)
      assert.includeMembers(codes, [`1:${name}:column-unknown`, "1:researchUseConsent:column-missing"])
    }
  })

  it("old dates of events in columns that are dropped are no dates of birth; under other names they are", async () => {
    const file = (name: string, cell: string) => checked("a.csv", `${files.en.replace("\n", `,${name}\n`)},${cell}\n`)
    for (const name of ["Дата обращения", "Дата звернення", "Date of admission", "Data sosirii", "case_opened"])
      assert.deepStrictEqual((await file(name, "05.06.2014")).codes, [`1:${name}:column-unknown`])
    for (const [name, cell] of [
      ["Dates", "05.06.1994"],
      ["Дата рождения и обращения", "05.06.1994"],
      ["Date of admission", "born 05.06.1994"]
    ] as const)
      assert.isTrue((await file(name, cell)).identifying, name)
  })
})

describe("problems of an unprepared register", () => {
  const header = "Номер дела;Согласие на использование для статистики;Дата регистрации;Пол;Возраст"

  it("a row of totals has errors and is no identifier; a dash is an empty cell; `unknown` is a value", async () => {
    const { codes, identifying, accepted } = await checked(
      "a.csv",
      `${header}\nП-1;да;2019;Неизвестно;—\nП-2;да;2019;н/д; - \nИтого;2;;;\n`,
      { recordKind: "victim" }
    )
    assert.deepStrictEqual([identifying, accepted], [false, 2])
    assert.isTrue(codes.every((one) => one.startsWith("4:")))
  })

  it("a column missing from the header is reported once, and not for each row in the summary", async () => {
    const { problems, codes } = await checked("a.csv", "Номер дела;Пол\nП-1;Женский\nП-2;Женский\n", {
      recordKind: "victim"
    })
    assert.includeMembers(codes, ["1:researchUseConsent:column-missing", "3:researchUseConsent:field-missing"])
    const words = summaryLines(problems, "ru").join("\n")
    assert.include(words, "Согласие на использование для статистики")
    assert.notInclude(words, "строк")
    // A row that names its kind lacks a column of that kind: the report names the field as the template does.
    const mixed = await checked("b.csv", "record,Номер дела\nvictim,П-1\n")
    const lacking = mixed.problems.filter(
      ({ code, column }) => code === "field-missing" && column === "researchUseConsent"
    )
    assert.match(new RowProblems("uk", false).text(lacking), /\(Згода на використання для статистики\)/)
  })

  it("a row in another encoding than the others is named", async () => {
    const head = "Номер дела;Год;Страна происхождения;Страна назначения;Согласие на исследование\n"
    const row = (n: number) => `A-${n};2023;Молдова;"Италия\nили Греция";да\n`
    const rows = [1, 2, 3, 4, 5].map(row).join("")
    const windows = (text: string) =>
      Uint8Array.from(text, (sign) => {
        const code = sign.charCodeAt(0)
        return code < 128 ? code : code - 0x410 + 0xc0
      })
    const utf8 = (text: string) => new TextEncoder().encode(text)
    for (const [most, other] of [
      [utf8, windows],
      [windows, utf8]
    ] as const) {
      const bytes = [most(head + rows), other(row(6)), most(row(7))]
      const refused = await refusal("a.csv", new Uint8Array(await new Blob(bytes).arrayBuffer()))
      assert.deepInclude(refused, { code: "file-encodings-mixed", row: 7 })
      assert.match(textOfRefused(refused as Pick<FileRefused, "code" | "row">, "ro"), /^Rândul 7: .+; se așteaptă: /)
    }
    assert.strictEqual((await checked("a.csv", windows(head + rows), { recordKind: "route" })).rows, 5)
  })
})
