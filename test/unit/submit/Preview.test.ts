import { assert, describe, it } from "vitest"
import { emptyMapping, type Mapping, parseMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { columnChanges, rememberColumns } from "../../../ingest/submit/preview/ColumnChanges.ts"
import { previewTable } from "../../../ingest/submit/preview/PreviewLines.ts"
import { previewWords } from "../../../ingest/submit/preview/PreviewWords.ts"
import { columnText } from "../../../ingest/submit/words/ProblemWords.ts"
import { languages } from "../../../schemas/Languages.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const mapping: Mapping = { ...emptyMapping, columns: { Откуда: "citizenship" }, values: { gender: { Ж: "Feminine" } } }

const file = [
  "Номер дела,Пол,Откуда,Вид эксплуатации,Дата регистрации,Согласие на использование для статистики,Телефон,Цвет",
  "К-17,Ж,РФ;Беларусь,Принудительный труд,17.05.2024,да,,синий",
  "К-18,м,Нарния,Другое,2024-05,да,,",
  "К-19,,Молдова,,32.13.2024,да,,зелёный",
  "К-20,ж,Молдова,,2024,да,,Иван Петров"
].join("\n")

describe("the preview of a file", () => {
  it("shows the partner's column, our field, and three rows as they are read", async () => {
    const { columns } = await checked("a.csv", file, { mapping })
    assert.deepStrictEqual(
      columns.map(({ column, use, fields, samples }) => [
        column,
        use,
        fields.join(),
        samples
          .map((sample) => (sample.state === "read" ? [sample.value].flat().join("+") : `(${sample.state})`))
          .join()
      ]),
      [
        ["Номер дела", "read", "caseReference", "(masked),(masked),(masked)"],
        ["Пол", "read", "gender", "Feminine,Masculine,(empty)"],
        ["Откуда", "read", "citizenship", "RUS+BLR,(refused),MDA"],
        ["Вид эксплуатации", "read", "typeOfExploitation", "ForcedLabour,Other,(empty)"],
        ["Дата регистрации", "read", "registeredOn", "2024-05-17,2024-05,(refused)"],
        ["Согласие на использование для статистики", "read", "researchUseConsent", "true,true,true"],
        ["Телефон", "refused", "", ""],
        ["Цвет", "left-out", "", ""]
      ]
    )
  })

  it("has no case number, refused value or cell of an unread column, in any language", async () => {
    const { columns } = await checked("a.csv", file, { mapping })
    for (const language of languages) {
      const text = JSON.stringify([columns, previewTable(columns, language)])
      for (const secret of ["К-17", "К-18", "Нарния", "32.13", "синий", "зелёный", "Петров"])
        assert.notInclude(text, secret)
      const [head, ...rows] = previewTable(columns, language)
      assert.lengthOf(head ?? [], 5)
      assert.include(rows[4]?.[4] ?? "", previewWords[language].unread)
    }
    const [, gender] = previewTable(columns, "uk").slice(1)
    assert.deepStrictEqual(gender?.slice(0, 4), ["Пол", "Стать", "Жіноча", "Чоловіча"])
  })

  it("says in the reader's language which column has a hidden name, in the preview and in problems", async () => {
    const { columns, problems } = await checked("a.csv", "a,b\n1,2\n")
    const nameIn = { en: "column 2", ru: "столбец 2", uk: "стовпець 2", ro: "coloana 2" } as const
    for (const language of languages) {
      assert.strictEqual(previewTable(columns, language)[2]?.[0], nameIn[language])
      const named = problems.map((problem) => columnText(problem, language))
      assert.include(named, nameIn[language])
      if (language !== "en") assert.notMatch(named.join("\n"), /column \d/)
    }
  })

  it("hides the names of columns that identify a person, and all names of a header that may be a row", async () => {
    const named = await checked("a.csv", "caseReference,requestedOn,Мария Иванова\nA-1,2024,\n", {
      recordKind: "withdrawal"
    })
    assert.notInclude(JSON.stringify(named.columns), "Иванова")
    const headless = await checked("a.csv", "К-1,Мария\nК-2,Анна\n")
    assert.notMatch(JSON.stringify(headless.columns), /К-|Мария|Анна/)
  })

  it("reads flags, dates of legs, whole routes and JSON as the check does", async () => {
    const route = await checked(
      "r.csv",
      "case number,country of origin,country of destination,year,agreed to use for statistics\nA-1,UA,Russia,2024,yes\n"
    )
    assert.deepStrictEqual(
      previewTable(route.columns, "en")
        .slice(1)
        .map(([, meaning, sample]) => `${meaning} = ${sample}`),
      [
        "Case number = (hidden)",
        "Origin (source): Country = Ukraine",
        "Destination: Country = Russian Federation",
        "Year, Month = 2024",
        "Agreed to use for statistics = yes"
      ]
    )
    const json = await checked(
      "r.json",
      JSON.stringify([
        {
          record: "route",
          caseReference: "A-1",
          researchUseConsent: true,
          legs: [
            { country: "UKR", role: "Origin", year: 2024 },
            { country: "RUS", role: "Destination", year: 2024 }
          ]
        }
      ])
    )
    assert.deepStrictEqual(
      json.columns.map(({ fields, samples }) => [fields.join(), samples[0]]),
      [
        ["record", { state: "read", value: "route" }],
        ["caseReference", { state: "masked" }],
        ["researchUseConsent", { state: "read", value: true }],
        ["legs", { state: "read", value: 2 }]
      ]
    )
  })
})

describe("columns since the last file", () => {
  const opened = async (header: string) => {
    const cells = header.split(",").map(() => "")
    return (await checked("a.csv", `${header}\n${cells.join(",")}\n`, { recordKind: "victim", mapping })).opened
  }
  const changes = async (before: string, after: string) =>
    columnChanges(rememberColumns(mapping, await opened(before)), await opened(after))

  it("are not compared for a first file, and not with a file of another kind", async () => {
    assert.isUndefined(columnChanges(mapping, await opened("Case number,Sex")))
    const routes = (await checked("r.csv", "Case number,leg1.country\nA,UA\n", { recordKind: "route" })).opened
    assert.isUndefined(columnChanges(rememberColumns(mapping, routes), await opened("Case number,Sex")))
  })

  it("are the same in another order, case or spacing", async () => {
    assert.deepStrictEqual(await changes("Case number,Sex,Age", "AGE, sex,case  number"), {
      added: [],
      missing: [],
      renamed: []
    })
  })

  it("are added, missing, or renamed by meaning or by place", async () => {
    assert.deepStrictEqual(await changes("Case number,Sex,Age", "Case number,Age,Citizenship"), {
      added: ["Citizenship"],
      missing: ["Sex"],
      renamed: []
    })
    assert.deepStrictEqual(await changes("Case number,Sex,Age", "Age,Пол,№ дела"), {
      added: [],
      missing: [],
      renamed: [
        { from: "Case number", to: "№ дела" },
        { from: "Sex", to: "Пол" }
      ]
    })
    assert.deepStrictEqual(await changes("Case number,Colour,Age", "Case number,Shade,Age"), {
      added: [],
      missing: [],
      renamed: [{ from: "Colour", to: "Shade" }]
    })
  })

  it("are remembered with the mapping, without names that identify", async () => {
    const kept = rememberColumns(mapping, await opened("Case number,Sex,Иванова Мария Петровна"))
    assert.deepStrictEqual(kept.seen, { victim: ["Case number", "Sex"] })
    assert.deepStrictEqual(parseMapping(JSON.parse(JSON.stringify(kept))), kept)
  })
})
