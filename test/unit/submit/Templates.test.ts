import { strFromU8, strToU8, unzipSync, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { csvTemplate, xlsxTemplate } from "../../../ingest/submit/templates/Template.ts"
import { codeOfWord } from "../../../ingest/submit/values/CodeWords.ts"
import { parseScalar } from "../../../ingest/submit/values/ParseValue.ts"
import { regionOfWord } from "../../../ingest/submit/values/RegionWords.ts"
import { codesOf, readCodeList } from "../../../schemas/CodeLists.ts"
import { languages } from "../../../schemas/Languages.ts"
import { type FieldSpec, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&")

/** A template as a spreadsheet program sees it. */
const opened = (bytes: Uint8Array) => {
  const parts = unzipSync(bytes)
  const xml = (name: string) => strFromU8(parts[`xl/worksheets/${name}.xml`] as Uint8Array)
  const cells = (sheet: string) =>
    new Map(
      [...xml(sheet).matchAll(/<c r="([A-Z]+\d+)"[^>]*><is><t[^>]*>(.*?)<\/t>/gs)].map(([, at, text]) => [
        at as string,
        unescaped(text as string)
      ])
    )
  const [records, lists, explanations] = [cells("sheet1"), cells("sheet3"), cells("sheet2")]
  const headings = [...records].filter(([at]) => /^[A-Z]+2$/.test(at)).map(([at, text]) => [at.slice(0, -1), text])
  const choices = new Map(
    [...xml("sheet1").matchAll(/sqref="([A-Z]+)3:[^>]*><formula1>Lists!\$([A-Z]+)\$1:\$[A-Z]+\$(\d+)</g)].map(
      ([, column, list, last]) => [
        column as string,
        Array.from({ length: Number(last) }, (_, i) => lists.get(`${list}${i + 1}`) as string)
      ]
    )
  )
  const prompts = new Map(
    [...xml("sheet1").matchAll(/sqref="([A-Z]+)3:[^"]*" prompt="([^"]*)"/g)].map(([, column, text]) => [column, text])
  )
  /** The workbook with records typed below the header, by the columns' letters. */
  const filled = (rows: ReadonlyArray<Readonly<Record<string, string>>>) => {
    const typed = rows.map(
      (row, i) =>
        `<row r="${i + 3}">${Object.entries(row)
          .map(
            ([column, text]) =>
              `<c r="${column}${i + 3}" t="inlineStr"><is><t>${text.replaceAll("&", "&amp;")}</t></is></c>`
          )
          .join("")}</row>`
    )
    const sheet = xml("sheet1").replace("</sheetData>", `${typed.join("")}</sheetData>`)
    return zipSync({ ...parts, "xl/worksheets/sheet1.xml": strToU8(sheet) })
  }
  return { headings, choices, prompts, explanations, filled }
}

/** The value of a template's word, by the reader of cells. */
const valueOf = (field: FieldSpec, word: string) => {
  const parsed = parseScalar(field, word)
  return "value" in parsed ? parsed.value : parsed.code
}

describe("a template", () => {
  for (const kind of recordKinds)
    for (const language of languages)
      it(`${kind}, ${language}: people's words, and every column and answer is read back`, async () => {
        const { fields } = recordSchema(kind)
        const specs = fields.flatMap((field) =>
          field.type === "record" ? [0, 1, 2, 3].flatMap(() => field.fields) : [field]
        )
        const template = opened(xlsxTemplate(kind, language))
        assert.lengthOf(template.headings, specs.length)
        const names = template.headings.map(([, heading]) => heading as string)
        assert.strictEqual(new Set(names).size, names.length)
        // No name of the schema, and no English in other languages.
        for (const name of names) assert.notMatch(name, /[a-z][A-Z]|_|\.\p{L}/u, name)
        if (language === "ru" || language === "uk")
          for (const name of names) assert.match(name, /^[\p{Script=Cyrillic}’'\d :*,-]+$/u, name)
        for (const [i, field] of specs.entries()) {
          const column = template.headings[i]?.[0] as string
          assert.isAbove(template.prompts.get(column)?.length ?? 0, 10, `${field.name} is explained`)
          assert.isTrue([...template.explanations.values()].includes(names[i] as string))
          const words = template.choices.get(column)
          if (field.codeList === undefined && field.type !== "boolean") assert.isUndefined(words)
          else if (field.type === "boolean")
            assert.deepStrictEqual(
              words?.map((word) => valueOf(field, word)),
              [true, false]
            )
          else
            assert.sameMembers(words?.map((word) => valueOf(field, word)) ?? [], [...codesOf(field.codeList as string)])
        }
        const empty = ["0::file-empty"]
        assert.deepStrictEqual(
          (await checked("t.xlsx", xlsxTemplate(kind, language), { recordKind: kind })).codes,
          empty
        )
        const csv = csvTemplate(kind, language)
        assert.deepStrictEqual((await checked("t.csv", csv, { recordKind: kind })).codes, empty)
        assert.deepStrictEqual(
          csv
            .replace(/^\ufeff/, "")
            .trim()
            .split(","),
          names
        )
      })

  for (const language of languages)
    it(`filled in, ${language}: is the same records as the schema's names and codes`, async () => {
      const template = opened(xlsxTemplate("route", language))
      const letter = (n: number) => template.headings[n]?.[0] as string
      const word = (n: number, code: string, field: FieldSpec) =>
        template.choices.get(letter(n))?.find((one) => valueOf(field, one) === code) as string
      const { fields } = recordSchema("route")
      const legs = fields.findIndex(({ name }) => name === "legs")
      const items = fields[legs]?.fields as ReadonlyArray<FieldSpec>
      const at = (name: string) => fields.findIndex((field) => field.name === name)
      const places = [
        { country: "UKR", region: "UA-51", role: "Origin", year: "2024", month: "3" },
        { country: "RUS", region: "RU-KR", role: "Destination", year: "2024", month: "4" }
      ]
      const row: Record<string, string> = {
        [letter(at("caseReference"))]: "0042",
        [letter(at("researchUseConsent"))]: template.choices.get(letter(at("researchUseConsent")))?.[0] as string
      }
      for (const [p, place] of places.entries())
        for (const [i, item] of items.entries()) {
          const code = place[item.name as keyof typeof place] as string | undefined
          const n = legs + p * items.length + i
          if (code !== undefined) row[letter(n)] = item.codeList === undefined ? code : word(n, code, item)
        }
      const result = await checked("filled.xlsx", template.filled([row]))
      assert.deepStrictEqual([result.codes, result.records], [[], 1])
      const names = places.flatMap((place, p) => Object.keys(place).map((name) => `leg${p + 1}.${name}`))
      const codes = places.flatMap((place) => Object.values(place))
      const same = await checked(
        "same.csv",
        `caseReference,researchUseConsent,${names.join(",")}\n0042,true,${codes.join(",")}\n`
      )
      assert.strictEqual(result.contentHash, same.contentHash)
    })
})

describe("labels", () => {
  const lists = ["regions", ...new Set(readCodeList("code-labels").map((row) => row["list"] as string))]
  // Names of products are written as their owners do.
  const labels = lists
    .filter((list) => list !== "website-or-app")
    .flatMap((list) => readCodeList(list).map((row) => row["label"] ?? ""))

  it("are English, not names split into words", () => {
    for (const label of labels) {
      assert.notMatch(label, /\b(?:[Aa]t|[Tt]hrough|[Bb]y|[Ii]n|[Ww]ith|[Oo]n) an?\w{4,} (?:of|advert)/, label)
      assert.notMatch(label, /[a-z][A-Z]|^[A-Z]_|\bnon [a-z]|\bpost [a-z]/, label)
    }
  })

  it("that earlier templates had are still read", () => {
    const earlier = [
      ["recruitment-method", "At aplace of business", "AtAPlaceOfBusiness"],
      ["recruitment-method", "Through anewspaper advert", "ThroughANewspaperAdvert"],
      ["control-method", "Threats law enforcement", "ThreatsLawEnforcement"],
      ["case-status", "Closed referred", "ClosedReferred"],
      ["status-decision-organisation", "Non police governmental organization", "NonPoliceGovernmentalOrganization"]
    ] as const
    for (const [list, word, code] of earlier) assert.strictEqual(codeOfWord(list, word), code)
  })

  it("of regions are read with and without their country", () => {
    for (const word of ["Карелия", "Россия: Карелия", "Карелія", "Rusia: Karelia", "Karelia", "RU-KR", "ru-kr"])
      assert.strictEqual(regionOfWord(word), "RU-KR", word)
    assert.isUndefined(regionOfWord("Украина: Карелия"))
  })

  it("of regions are read with and without the word for what they are", () => {
    const regions = {
      "UA-51": ["Odesa", "Одесса", "Одеса", "Одесская обл.", "Одеська", "Odesa region"],
      "BY-HO": ["Гомель", "Гомельская область"],
      "TJ-KT": ["Хатлон", "Хатлонская обл."],
      "UA-30": ["Kyiv", "м. Київ", "г. Киев"],
      "UA-32": ["Kyiv oblast", "Киевская обл."],
      "UA-43": ["АР Крым", "Crimea", "Автономна Республіка Крим"],
      "RU-KR": ["Республика Карелия", "Republic of Karelia", "Republica Karelia"],
      "RU-MOW": ["Moscow", "Москва", "г. Москва", "city of Moscow"],
      "RU-MOS": ["Moscow region", "Московская обл", "Московская"],
      "RU-AL": ["Алтай", "Республика Алтай"],
      "RU-ALT": ["Алтайский край", "Altai Krai"],
      "RU-CE": ["Чеченская Республика"],
      "RU-KHM": ["ХМАО", "Ханты-Мансийский АО"],
      "KG-GO": ["Ош", "Osh"],
      "KG-O": ["Ошская область", "Osh region"],
      "MD-CU": ["Chișinău", "mun. Chișinău", "Кишинёв"],
      "MD-CA": ["raionul Cahul", "r-nul Cahul"],
      "UZ-TK": ["Tashkent", "Toshkent shahri"],
      "UZ-TO": ["Tashkent region", "Toshkent viloyati"],
      "UZ-XO": ["Xorazm viloyati", "Хорезмская область"]
    }
    for (const [code, names] of Object.entries(regions))
      for (const name of names) assert.strictEqual(regionOfWord(name), code, name)
    for (const word of ["область", "край", "г.", "Altai", "Karelian", ""]) assert.isUndefined(regionOfWord(word), word)
  })
})
