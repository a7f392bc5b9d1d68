/** Each table of a release has a title that says what it is of, also where two are of one kind. */
import { h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import { assert, describe, it } from "vitest"
import { releaseTables } from "../../../release/catalogue/releaseTables.ts"
import { tableTitle } from "../../../release/catalogue/tableTitle.ts"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { type Language, languages } from "../../../schemas/Languages.ts"
import { editionOf } from "../../../site/explorer/pages/Edition.ts"
import { answerPage } from "../../../site/explorer/pages/landing/answerPage.ts"
import { kindOfTable, releaseTitle, tableTitles } from "../../../site/explorer/pages/landing/tableTitles.ts"
import type { PageContext } from "../../../site/explorer/pages/PageContext.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

interface Given {
  readonly name: string
  readonly dimensions: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

const answerOf = (
  given: ReadonlyArray<Given>,
  bounds: { readonly low: number | null; readonly high: number | null } = { low: null, high: null }
) => {
  const tables = given.map(({ name, dimensions, rows }) => {
    const builder = tableBuilder(tableFacts(name, dimensions), rows.length, 7, new Map())
    for (const d of dimensions.keys())
      for (const label of new Set(rows.map((labels) => labels[d] as string))) builder.know(d, label)
    for (const labels of rows) builder.add({ labels, state: "published", victims: 30, ...bounds, asOf: 7 })
    return [name, builder.table()] as const
  })
  const years = ({ dimensions, rows }: Given) => rows.map((labels) => Number(labels[dimensions.indexOf("year")] ?? 0))
  const labelsOf = ({ dimensions, rows }: Given) =>
    dimensions.map((_, d) => [...new Set(rows.map((labels) => labels[d] as string))].sort())
  const release = {
    release: 7,
    publishedAt: "2026-01-02T00:00:00Z",
    tables: given.map(({ name }) => name),
    dimensions: new Map(given.map(({ name, dimensions }) => [name, dimensions])),
    extents: new Map(
      given.map((one) => [
        one.name,
        {
          firstYear: Math.min(...years(one)),
          lastYear: Math.max(...years(one)),
          fewLabels: labelsOf(one).map((labels) => (labels.length > 3 ? [] : labels))
        }
      ])
    ),
    edition: undefined
  } as unknown as PublishedRelease
  return editionOf(release, new Map(tables))
}

const contextIn = (language: Language) =>
  ({
    language,
    theme: "auto",
    names: namesIn(language),
    t: translator(language, catalogues[language]),
    p: translator(language, pageWords[language])
  }) as unknown as PageContext

const flows = ["origin", "destination", "year"]

describe("titles of tables", () => {
  it("say by what a table counts if that is not as usual", () => {
    assert.strictEqual(tableTitle("flows", ["year", "destination", "origin"]), tableTitle("flows", undefined))
    assert.strictEqual(tableTitle("risk_groups", ["year", "risk_group"]), "Victims by period, risk group")
    assert.strictEqual(tableTitle("region_roles_transit", ["corridor"]), "Persons by country of transit")
    assert.strictEqual(
      tableTitle("flows_panel", ["origin", "year", "panel"]),
      "Persons by origin, period; reported by the constant panel"
    )
    assert.strictEqual(tableTitle("not_listed", ["year"]), "not_listed")
  })

  it("differ for two tables of one kind, in the reader's language", () => {
    const edition = answerOf([
      {
        name: "flows",
        dimensions: flows,
        rows: [
          ["UKR", "RUS", "2003"],
          ["MDA", "RUS", "2004"]
        ]
      },
      {
        name: "flows-2",
        dimensions: ["origin", "year"],
        rows: [
          ["UKR", "2003"],
          ["MDA", "2004"]
        ]
      }
    ])
    const titles = (language: Language) => [...tableTitles(contextIn(language), edition.release).values()]
    assert.strictEqual(titles("en")[1], "Persons by origin, period · origin: Moldova, Ukraine · 2003–2004")
    assert.strictEqual(titles("uk")[1], "Люди: походження, період · походження: Молдова, Україна · 2003–2004")
    for (const language of ["en", "ru", "uk", "ro"] as const) {
      assert.lengthOf(new Set(titles(language)), 2)
      assert.notMatch(answerPage(contextIn(language), edition).title, /-2/)
    }
  })

  it("say who, where and when was asked, in the reader's language", () => {
    const route = answerOf([{ name: "flows", dimensions: flows, rows: ["2003", "2006"].map((y) => ["UKR", "RUS", y]) }])
    const group = answerOf([
      {
        name: "victims",
        dimensions: ["country", "sex", "year"],
        rows: ["2004", "2005"].map((year) => ["RUS", "Female", year])
      }
    ])
    const many = answerOf([
      { name: "flows", dimensions: ["origin"], rows: ["UKR", "MDA", "BLR", "KAZ"].map((origin) => [origin]) }
    ])
    const titleIn = (language: Language, { release }: typeof route) => releaseTitle(contextIn(language), release)
    assert.match(titleIn("en", route), / · Ukraine → Russia · 2003–2006$/)
    assert.match(titleIn("ru", route), / · Украина → Россия · 2003–2006$/)
    assert.match(titleIn("uk", route), / · Україна → Росія · 2003–2006$/)
    assert.match(titleIn("ro", route), / · Ucraina → Rusia · 2003–2006$/)
    assert.match(titleIn("en", group), / · Russia · female · 2004–2005$/)
    // A dimension with more labels is named by the kind of table alone.
    assert.strictEqual(titleIn("en", many), "Persons by origin")
  })

  it("name the place that all cells share, and differ where that does not", () => {
    const rows = (origin: string, year: string) => [
      [origin, "RUS", year],
      [origin, "POL", year]
    ]
    const places = answerOf([
      { name: "flows", dimensions: flows, rows: rows("UKR", "2003") },
      { name: "flows-2", dimensions: flows, rows: rows("MDA", "2003") }
    ])
    const years = answerOf([
      { name: "flows", dimensions: flows, rows: rows("UKR", "2003") },
      { name: "flows-2", dimensions: flows, rows: rows("UKR", "2004") },
      { name: "flows-3", dimensions: flows, rows: rows("UKR", "2004") }
    ])
    const titles = (edition: typeof places) => [...tableTitles(contextIn("en"), edition.release).values()].join(" | ")
    assert.match(
      titles(places),
      /origin: Ukraine · destination: Poland, Russia · 2003 \| .*origin: Moldova · .* · 2003$/
    )
    assert.match(titles(years), / · 2003 \| .* · 2004 \(2\) \| .* · 2004 \(3\)$/)
  })

  it("are words, not names of the API, for every table in every language", () => {
    for (const { name, by } of releaseTables.values()) {
      const { release } = answerOf([{ name, dimensions: by, rows: [by.map(() => "2005")] }])
      const titles = languages.map((language) => kindOfTable(contextIn(language), release, name))
      for (const title of titles) assert.notMatch(title, /^[a-z_]+$/, name)
      for (const title of titles.slice(1)) assert.notStrictEqual(title, titles[0], name)
    }
  })

  it("of a linkage round come with its groups in words, its intervals, and how it counts", () => {
    const edition = answerOf(
      [
        { name: "persons", dimensions: ["year"], rows: [["2006"]] },
        { name: "capture_histories", dimensions: ["history"], rows: [["CivilSociety+Services"]] }
      ],
      { low: 21, high: 44 }
    )
    for (const language of languages) {
      const context = contextIn(language)
      const html = renderToString(h("main", answerPage(context, edition).main) as never).replaceAll(/<[^>]*>/g, " ")
      assert.notMatch(html, /CivilSociety|capture_histories/)
      assert.include(html, context.p("linkedLead"))
      assert.notInclude(html, context.t("oncePerPartner"))
      assert.include(html, "(21–44)")
      assert.strictEqual(answerPage(context, edition).title, context.p("linkedTitle"))
    }
  })
})
