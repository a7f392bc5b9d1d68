import { assert, describe, it } from "vitest"
import { isDirectIdentifierColumn } from "../../../ingest/submit/columns/DirectColumns.ts"
import { holdsIdentifier } from "../../../ingest/submit/identifiers/FindIdentifier.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const identifying = [
  "Olena Kovalenko",
  "Петрова А. И.",
  "+373 69 123 456",
  "notes anna@mail.ru",
  "тг: kate_77",
  "паспорт 4512 654321"
]

describe("names of columns", () => {
  for (const heading of identifying)
    it(`refuses and does not repeat an identifier (${identifying.indexOf(heading)})`, async () => {
      const { problems, identifying: refused } = await checked(
        "file.csv",
        `record,caseReference,${heading}\nwithdrawal,C-1,5\n`
      )
      const own = problems.filter(({ code }) => code === "column-direct-identifier")
      assert.deepStrictEqual(
        own.map(({ column }) => column),
        ["column 3"]
      )
      assert.isTrue(refused)
      assert.notInclude(JSON.stringify(problems), heading)
    })

  it("titles above the header are searched as headings are, and are not repeated; the dates of a report identify nobody", async () => {
    const table = "record,caseReference\nwithdrawal,C-1\n"
    for (const title of [...identifying, "Prepared by: Olena Kovalenko"]) {
      const { codes, identifying: refused, report } = await checked("file.csv", `${title},\n${table}`)
      assert.deepStrictEqual([codes, refused], [["1::direct-identifier"], true], title)
      assert.strictEqual(report.split(title).length, 2, "only in the partner's own row")
    }
    for (const title of ["Register of cases as of 31.12.2015", "Shelter North 2010-01-01 - 2010-12-31", "Реестр 2019"])
      assert.deepStrictEqual((await checked("file.csv", `${title},\n${table}`)).codes, [], title)
  })

  it("a column of identifiers that names a person is not repeated either", async () => {
    const { problems } = await checked("file.csv", "record,caseReference,phone of Olena Kovalenko\nwithdrawal,C-1,5\n")
    assert.notInclude(JSON.stringify(problems), "Olena")
    assert.isTrue(problems.some(({ code }) => code === "column-direct-identifier"))
  })

  it("names of fields, standards and registers identify nobody", () => {
    const names = [
      ...readCodeList("field-labels").flatMap((row) => Object.values(row).flatMap((label) => label.split("|"))),
      ...readCodeList("standard-columns").map((row) => row["column"] ?? ""),
      "Shelter North",
      "Follow Up",
      "Case Manager",
      "Дата звернення",
      "Год",
      "Страна транзита",
      "2024",
      "Q1 2024",
      "Observații",
      "Group A",
      "_submission_time",
      "meta/instanceID",
      "Sex (M/F)",
      "Age group"
    ].filter((name) => !isDirectIdentifierColumn(name))
    assert.deepStrictEqual(
      names.filter((name) => holdsIdentifier(name, "heading")),
      []
    )
  })

  it("of persons' names are refused in any language, order and spelling", async () => {
    const names =
      `Beneficiary Name|beneficiary_name|beneficiaryName|BENEFICIARY NAME|Participant Name|Full name of beneficiary|Client name|Survivor Name
      |Name of the victim|Child's full name|Name of child 2|Case worker name|CaseWorkerName|Case manager name|Name of interviewer|Mother's name|Next of kin: name
      |Name & surname|Other names|Name of respondent (optional)|3. Name of respondent|What is the client's name?|beneficiary/name|group-survivor_name
      |Prénom|Nom de famille|Nom du bénéficiaire|Prénoms de l'enfant|Apellidos|Nombre de la víctima|Nombre del beneficiario|Primer apellido
      |ФИО бенефициара|Ф. И. О. пострадавшего|Имя клиента|Укажите имя ребёнка|ФИО социального работника|Ім'я постраждалої|Ім’я дитини|П.І.Б. бенефіціара
      |ПІБ соціального працівника|Nume și prenume|Nume beneficiar|Numele victimei|Numele complet al copilului|Numele asistentului social
      |Naam cliënt|Imię i nazwisko|Adı soyadı|Аты-жөні|Address of the client|Адреса бенефіціара|Dirección de la víctima|Phone of guardian|Tel.|WhatsApp number`
        .split("|")
        .map((name) => name.trim())
    const passed: Array<string> = []
    for (const name of names) {
      const { codes, identifying: refused } = await checked(
        "file.csv",
        `record,caseReference,${name}\nwithdrawal,C-1,5\n`
      )
      if (!refused || !codes.includes(`1:${name}:column-direct-identifier`)) passed.push(`${name} ${codes}`)
    }
    assert.deepStrictEqual(passed, [])
  })

  it("of names that are not those of persons are none of identifiers", async () => {
    const names =
      `Country name|Organisation name|Organization Name|Name of programme|Program: Program Name|District name|Form name|Partner name|Name of donor|Account Name
      |Stage name|Name of shelter|Employer name|Household name|File name|Code name|Case name|Person ID|Number of persons|Beneficiary type|Survivor code
      |Название организации|Имя файла|Наименование|Назва району|Numele organizației|Nume proiect|Nom du centre|Nom du pays|Nombre de victimes
      |Nombre d'enfants|Nombre del programa|Birth country|First contact|Known to the trafficker|Child status`
        .split("|")
        .map((name) => name.trim())
    const refused: Array<string> = []
    for (const name of names) {
      const { codes } = await checked("file.csv", `record,caseReference,${name}\nwithdrawal,C-1,5\n`)
      if (codes.some((code) => code.includes("column-direct-identifier"))) refused.push(name)
    }
    assert.deepStrictEqual(refused, [])
  })
})
