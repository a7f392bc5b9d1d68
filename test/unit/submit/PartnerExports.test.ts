/** Files of organisations that write French or Spanish, tables with a row for each place of a route, and the exports of further tools. */
import { assert, describe, it } from "vitest"
import { countsOf, sendable } from "../../../ingest/submit/check/checkFile.ts"
import { parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { checked } from "../../fixtures/checkedFile.ts"

type Result = Awaited<ReturnType<typeof checked>>

const errorsOf = ({ problems }: Result) =>
  problems.flatMap(({ code, row, column, severity }) => (severity === "error" ? [`${row}:${column}:${code}`] : []))

const fieldsOf = ({ ready }: Result, ...names: ReadonlyArray<string>) =>
  ready.map(({ record }) => names.map((name) => (record as Readonly<Record<string, unknown>>)[name]))

const waysOf = ({ ready }: Result) =>
  ready.map(({ record }) =>
    (record as { readonly legs: ReadonlyArray<{ country: string; role: string; year: number }> }).legs
      .map(({ country, role, year }) => `${country} ${role} ${year}`)
      .join(", ")
  )

describe("French and Spanish", () => {
  it("headings and answers of a register", async () => {
    const french = await checked(
      "registre.csv",
      "N° de dossier;Consentement à la recherche;Date d'enregistrement;Sexe (H/F);Âge;Nationalité;Type d'exploitation;Pays d'exploitation\nD-1;oui;25/03/2023;H;17 ans;Guinée;Mendicité forcée;Sénégal\nD-2;non;26/03/2023;F;20;Mali;Exploitation sexuelle;Maroc\n",
      { recordKind: "victim" }
    )
    assert.deepStrictEqual(errorsOf(french), ["3:Consentement à la recherche:consent-missing"])
    assert.deepStrictEqual(fieldsOf(french, "gender", "age", "citizenship", "typeOfExploitation"), [
      ["Masculine", 17, ["GIN"], ["ForcedBegging"]]
    ])
    const spanish = await checked(
      "casos.csv",
      "Número de expediente,Consentimiento estadístico,Fecha de identificación,Sexo,Nacionalidad,Forma de explotación\nM-1,sí,2024-02-28,Mujer,Colombia,Explotación sexual\n",
      { recordKind: "victim" }
    )
    assert.deepStrictEqual(errorsOf(spanish), [])
    assert.deepStrictEqual(fieldsOf(spanish, "gender", "citizenship", "typeOfExploitation"), [
      ["Feminine", ["COL"], ["SexualExploitation"]]
    ])
  })

  it("a survey's groups, and the columns of a route", async () => {
    const survey = await checked(
      "kobo.csv",
      "start,identification/code_du_cas,identification/accord_statistiques,identification/date_d_identification,profil/genre,profil/nationalite,_uuid\n2024,A-1,oui,2024-01-28,Femme,Côte d'Ivoire,u\n",
      { recordKind: "victim" }
    )
    assert.deepStrictEqual(errorsOf(survey), [])
    assert.deepStrictEqual(fieldsOf(survey, "gender", "citizenship"), [["Feminine", ["CIV"]]])
    const way = "Mali Origin, Algérie Transit, France Destination"
    const route = await checked(
      "r.csv",
      "Code du dossier;Consentement statistiques;Pays d'origine;Pays de transit;Pays de destination;Année\nB-7;oui;Mali;Algérie;France;2021\n",
      { recordKind: "route" }
    )
    assert.deepStrictEqual(waysOf(route), ["MLI Origin 2021, DZA Transit 2021, FRA Destination 2021"], way)
    const ruta = await checked(
      "r.csv",
      "Número de caso,Consentimiento estadístico,País de origen,País de tránsito,País de destino,Año\nB-1,sí,Venezuela,Colombia,España,2019\n",
      { recordKind: "route" }
    )
    assert.deepStrictEqual(waysOf(ruta), ["VEN Origin 2019, COL Transit 2019, ESP Destination 2019"])
  })

  it("headings and answers of Portuguese, Serbian and Thai registers", async () => {
    const tables = [
      [
        "Número do caso;Consentimento para pesquisa;Data de registro;Sexo;Nacionalidade;Tipo de exploração",
        "sim;13/05/2023;feminino;Brasil;Trabalho escravo",
        "não"
      ],
      [
        "Broj predmeta;Saglasnost za istraživanje;Datum registracije;Pol;Državljanstvo;Oblik eksploatacije",
        "da;13.05.2023;ženski;Srbija;Radna eksploatacija",
        "ne"
      ],
      [
        "หมายเลขคดี;ความยินยอมเพื่อการวิจัย;วันที่ลงทะเบียน;เพศ;สัญชาติ;รูปแบบการแสวงหาประโยชน์",
        "ใช่;2023-05-13;หญิง;ไทย;แรงงานบังคับ",
        "ไม่"
      ]
    ] as const
    const countries = ["BRA", "SRB", "THA"]
    for (const [i, [head, row, no]] of tables.entries()) {
      const refused = row.replace(/^[^;]+/, no)
      const table = await checked("a.csv", `${head}\nA-1;${row}\nA-2;${refused}\n`, { recordKind: "victim" })
      assert.deepStrictEqual(errorsOf(table), [`3:${head.split(";")[1]}:consent-missing`])
      assert.deepStrictEqual(fieldsOf(table, "gender", "registeredOn", "citizenship", "typeOfExploitation"), [
        ["Feminine", "2023-05-13", [countries[i]], ["ForcedLabour"]]
      ])
    }
    const way = "Broj predmeta,Saglasnost za statistiku,Zemlja porekla,Zemlja tranzita,Zemlja odredišta,Godina"
    const route = await checked("r.csv", `${way}\nB-1,da,Srbija,Mađarska,Nemačka,2022\n`, { recordKind: "route" })
    assert.deepStrictEqual(waysOf(route), ["SRB Origin 2022, HUN Transit 2022, DEU Destination 2022"])
  })

  it("consent to an investigation is not consent to research, and M is not a sex in a Spanish table until the partner says which", async () => {
    const text =
      "Número de caso,Consentimiento para la investigación,Fecha de registro,Sexo\nM-1,sí,2024-02-28,M\nM-2,sí,2024-02-28,F\n"
    const unmapped = await checked("casos.csv", text, { recordKind: "victim" })
    assert.includeMembers(errorsOf(unmapped), ["1:researchUseConsent:column-missing", "2:Sexo:code-unknown"])
    const mapping = parseMapping({
      columns: { "Consentimiento para la investigación": "researchUseConsent" },
      values: { gender: { M: "Feminine" } }
    })
    const mapped = await checked("casos.csv", text, { recordKind: "victim", mapping })
    assert.deepStrictEqual([errorsOf(mapped), fieldsOf(mapped, "gender")], [[], [["Feminine"], ["Feminine"]]])
  })
})

describe("a row for each place of a route", () => {
  const header = "Case no,Research consent,Stage of journey,Country,Year"
  const rows = ["R-1,yes,Recruited,Moldova,2018", "R-1,yes,Transit,Romania,2018", "R-1,yes,Exploited,Italy,2019"]
  const expected = ["MDA Origin 2018, ROU Transit 2018, ITA Destination 2019"]

  it("under names of fields, in English and Russian", async () => {
    const english = await checked("r.csv", [header, ...rows, ""].join("\n"), { recordKind: "route" })
    assert.deepStrictEqual([errorsOf(english), waysOf(english), english.accepted], [[], expected, 3])
    const russian = await checked(
      "r.csv",
      "Номер случая;Согласие на статистику;Этап;Страна;Дата\nР-1;да;назначение;Россия;05.2017\nР-1;да;происхождение;Молдова;03.2017\n",
      { recordKind: "route" }
    )
    assert.deepStrictEqual(waysOf(russian), ["MDA Origin 2017, RUS Destination 2017"])
  })

  it("in the order of their numbers, with a record for each journey of a case", async () => {
    const numbered = await checked(
      "r.csv",
      "Case no,Research consent,Trip,Step,Role,Country,Year\nR-1,yes,1,2,Destination,Poland,2015\nR-1,yes,1,1,Origin,Ukraine,2015\nR-1,yes,2,1,Origin,Ukraine,2019\nR-1,yes,2,2,Destination,Russia,2019\n",
      { recordKind: "route" }
    )
    assert.deepStrictEqual(errorsOf(numbered), [])
    assert.deepStrictEqual(waysOf(numbered), [
      "UKR Origin 2015, POL Destination 2015",
      "UKR Origin 2019, RUS Destination 2019"
    ])
  })

  it("under the partner's own names, by its mapping", async () => {
    const mapping = parseMapping({
      columns: { What: "leg1.role", Where: "leg1.country", When: "leg1.year" },
      values: { role: { left: "Origin", worked: "Destination" } }
    })
    const result = await checked(
      "r.csv",
      "Case no,Research consent,What,Where,When\nR-1,yes,worked,Italy,2019\nR-1,yes,left,Moldova,2018\n",
      { recordKind: "route", mapping }
    )
    assert.deepStrictEqual([errorsOf(result), waysOf(result)], [[], ["MDA Origin 2018, ITA Destination 2019"]])
  })

  it("of which some stand elsewhere in the file refuse it: they would become a route without the others", async () => {
    const other = "R-2,yes,Recruited,Ukraine,2018"
    const apart = await checked("r.csv", [header, rows[0], other, rows[1], rows[2], ""].join("\n"), {
      recordKind: "route"
    })
    assert.deepStrictEqual(apart.codes, ["4::route-rows-apart", "5::route-rows-apart"])
    assert.deepStrictEqual([apart.rows, apart.accepted, apart.rejected, apart.heldBack], [4, 2, 2, 0])
    assert.strictEqual(sendable(apart), "nothing")
    assert.deepStrictEqual(countsOf(apart, false), { accepted: 0, rejected: 2, heldBack: 2 })
    const sorted = await checked("r.csv", [header, ...rows, other, ""].join("\n"), { recordKind: "route" })
    assert.deepStrictEqual(errorsOf(sorted), [])
    assert.strictEqual(sendable(sorted), "whole")
  })

  it("a row that is refused holds back the others of its route", async () => {
    const wrong = [header, rows[0], "R-1,yes,Transit,Narnia,2018", rows[2], ""].join("\n")
    const { codes, accepted, rejected, heldBack } = await checked("r.csv", wrong, { recordKind: "route" })
    assert.deepStrictEqual(codes, ["2::row-held-back", "3:Country:country-unknown", "4::row-held-back"])
    assert.deepStrictEqual([accepted, rejected, heldBack], [0, 1, 2])
  })

  it("a case number that is written once for several rows holds back the route, which would end at its first place", async () => {
    const once = [
      header,
      rows[0],
      ",,Transit,Poland,2018",
      ",,Destination,Germany,2018",
      "R-9,yes,Origin,Nepal,2018",
      ""
    ]
    const { codes, accepted, rejected, heldBack } = await checked("r.csv", once.join("\n"), { recordKind: "route" })
    const missing = (row: number) => `${row}:Case no:field-missing`
    assert.deepStrictEqual(codes, ["2::row-held-back", missing(3), missing(4)])
    assert.deepStrictEqual([accepted, rejected, heldBack], [1, 2, 1])
  })
})

describe("columns that mean the same", () => {
  const text = "Case number,Client ID,Research consent,Registered on\nC-1,K-1,yes,2022-03-04\n"

  it("are refused until the mapping chooses one", async () => {
    const asked = await checked("a.csv", text, { recordKind: "victim" })
    assert.deepStrictEqual(errorsOf(asked), ["1:Client ID:column-repeated"])
    const alone = await checked("a.csv", text.replace("Client ID", "Office"), { recordKind: "victim" })
    const mapping = parseMapping({ columns: { "Case number": "caseReference" } })
    const chosen = await checked("a.csv", text, { recordKind: "victim", mapping })
    assert.deepStrictEqual(errorsOf(chosen), [])
    assert.deepStrictEqual(fieldsOf(chosen, "caseReference"), fieldsOf(alone, "caseReference"))
  })
})

it("a number that is an ISO code of one country and the dialling code of another is ambiguous", async () => {
  const text = (numbers: ReadonlyArray<string>) =>
    ["Case number,Research consent,Registered on,Citizenship"]
      .concat(numbers.map((number, i) => `C-${i},yes,2022-05-06,${number}`))
      .join("\n")
  const result = await checked("a.csv", text(["380", "373", "+380", "804", "498", "250"]), { recordKind: "victim" })
  assert.deepStrictEqual(errorsOf(result), [
    "2:Citizenship:country-ambiguous",
    "3:Citizenship:country-unknown",
    "4:Citizenship:country-unknown",
    "7:Citizenship:country-ambiguous"
  ])
  const mapping = parseMapping({ values: { citizenship: { "380": "ITA" } } })
  const mapped = await checked("a.csv", text(["380"]), { recordKind: "victim", mapping })
  assert.deepStrictEqual(fieldsOf(mapped, "citizenship"), [[["ITA"]]])
})

describe("exports of further tools", () => {
  for (const [tool, text, expected] of [
    [
      "REDCap, with labels",
      "Record ID,Event Name,Case number,Consent to research,Date registered,Sex,Type of exploitation (choice=Sexual exploitation),Type of exploitation (choice=Forced labour),Complete?\n1,Baseline,C-1,Yes,2023-01-04,Female,Checked,Unchecked,Complete\n",
      ["2023-01-04", "Feminine", ["SexualExploitation"]]
    ],
    [
      "LimeSurvey",
      '"Response ID","Date submitted","Last page","Start language","Seed","Case number","Consent to research","Registration date","Gender","Form of exploitation [Forced labour]","Form of exploitation [Sexual exploitation]"\n"1","2023-04-05 10:00:00","3","en","1234567890","C-1","Yes","2023-04-01 00:00:00","Female","Yes","No"\n',
      ["2023-04-01", "Feminine", ["ForcedLabour"]]
    ],
    [
      "Microsoft Forms",
      "ID,Start time,Completion time,Email,Name,Case number,Consent to research,Registration date,Gender,Type of exploitation\n1,4/5/23 10:00:00,4/5/23 10:05:00,anonymous,Olena Kovalenko,C-1,Yes,2023-04-02,Female,Forced labour;Sexual exploitation;\n",
      ["2023-04-02", "Feminine", ["ForcedLabour", "SexualExploitation"]]
    ],
    [
      "Google Forms",
      'Timestamp,Case number,Consent to research,Gender,Type of exploitation (tick all)\n2023/04/25 10:00:00 AM GMT+3,C-1,Yes,Female,"Forced labour, Servitude"\n',
      ["2023-04-25", "Feminine", ["ForcedLabour", "Servitude"]]
    ],
    [
      "Salesforce",
      '"Id","IsDeleted","CreatedById","SystemModstamp","Case_Number__c","Research_Consent__c","Date_Registered__c","Gender__c","Type_of_Exploitation__c"\n"a0B5g00000ABCDEEA4","false","0055g00000XYZABAA2","2023-05-06T10:11:12.000Z","C-1","true","2023-05-01","Female","Forced labour"\n',
      ["2023-05-01", "Feminine", ["ForcedLabour"]]
    ],
    [
      "Airtable",
      '\ufeffCase ID,Consent for research?,Date registered,Gender,Exploitation\nC-1,checked,2023-07-09,Female,"Sexual exploitation,Forced begging"\n',
      ["2023-07-09", "Feminine", ["SexualExploitation", "ForcedBegging"]]
    ]
  ] as const)
    it(tool, async () => {
      const result = await checked("export.csv", text, { recordKind: "victim" })
      assert.deepStrictEqual([errorsOf(result), result.identifying], [[], false])
      assert.deepStrictEqual<unknown>(fieldsOf(result, "registeredOn", "gender", "typeOfExploitation"), [expected])
    })

  it("a name in a table that is not of Microsoft Forms refuses the file", async () => {
    const text = "ID,Case number,Name,Email,Gender\n1,C-1,Olena,a@b.c,Female\n"
    assert.isTrue((await checked("a.csv", text, { recordKind: "victim" })).identifying)
  })

  it("MongoDB's ids, and a position in two numbers", async () => {
    const document = (more: object) =>
      JSON.stringify([
        {
          _id: { $oid: "507f1f77bcf86cd799439011" },
          caseNumber: "M-1",
          researchConsent: true,
          registeredOn: { $date: "2022-03-04T00:00:00Z" },
          ...more
        }
      ])
    assert.deepStrictEqual(errorsOf(await checked("a.json", document({}), { recordKind: "victim" })), [])
    for (const more of [{ location: { lat: 47.01, lng: 28.86 } }, { gps: "x" }])
      assert.isTrue((await checked("a.json", document(more), { recordKind: "victim" })).identifying)
  })
})

it("totals of parts of a table, and remarks that say nothing", async () => {
  const text =
    "Case number,Research consent,Registered on,Age,Comments\nC-1,yes,2022-03-04,22,none\nSubtotal March,,,1,\nC-2,yes,2022-04-05,41,-\nИтого по Молдове,,,1,\nGrand total,,,2,\n"
  const { codes, accepted } = await checked("a.csv", text, { recordKind: "victim" })
  assert.deepStrictEqual(
    codes.filter((code) => !code.startsWith("1:")),
    ["3::row-not-a-record", "5::row-not-a-record", "6::row-not-a-record"]
  )
  assert.strictEqual(accepted, 2)
})

it("articles of the Russian code as registers write them", async () => {
  const articles = ["127.1", "ст. 127.2 УК РФ", "ст. 240", "Article 241"]
  const text = `Case number,Country,Article,Stage,Date of stage\n${articles.map((article, i) => `K-${i},Russia,${article},Convicted,2015-04-03`).join("\n")}\n`
  const result = await checked("a.csv", text, { recordKind: "proceeding" })
  assert.deepStrictEqual(fieldsOf(result, "offenceArticle").flat(), ["RU-127-1", "RU-127-2", "RU-240", "RU-241"])
})
