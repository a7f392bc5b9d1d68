/** The page of results says what a name of several countries means, and leads to each of them. */
import { h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import { assert, it } from "vitest"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { type Language, languages } from "../../../schemas/Languages.ts"
import { type Edition, editionOf } from "../../../site/explorer/pages/Edition.ts"
import type { PageContext } from "../../../site/explorer/pages/PageContext.ts"
import { searchPage } from "../../../site/explorer/pages/searchPage.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"

const editionWith = (years: ReadonlyArray<string>) => {
  const builder = tableBuilder(tableFacts("flows", ["origin", "destination", "year"]), years.length, 1, new Map())
  builder.know(0, "UKR")
  builder.know(1, "RUS")
  for (const year of years) builder.know(2, year)
  for (const year of years)
    builder.add({ labels: ["UKR", "RUS", year], state: "published", victims: 40, low: null, high: null, asOf: 1 })
  const release = { release: 1, tables: [], method: "suppression" } as unknown as PublishedRelease
  return editionOf(release, new Map([["flows", builder.table()]]))
}

const found = (language: Language, text: string, edition?: Edition) => {
  const context = {
    language,
    theme: "auto",
    pinned: undefined,
    site: "https://corridor.example/",
    retracted: undefined,
    names: namesIn(language),
    t: translator(language, catalogues[language]),
    p: translator(language, pageWords[language])
  } as unknown as PageContext
  const html = renderToString(h("main", searchPage(context, edition, text).main))
  return {
    html,
    views: Array.from(html.matchAll(/href="\/\?view=([a-z]+)/g), ([, view]) => view),
    words: html.replaceAll(/<[^>]*>|\s/g, " "),
    paths: Array.from(html.matchAll(/href="(\/(?:country|region|corridor|search)[^?"]*)/g), ([, path]) => path)
  }
}

it.each([
  ["en", "Czechoslovakia", "Czechoslovakia has not existed since 1993.", "CZE SVK"],
  ["ru", "Czechoslovakia", "Чехословакия: такой страны нет с 1993 года.", "SVK CZE"],
  ["uk", "Югославії", "Югославія: такої країни немає з 1992 року.", "BIH XKX MKD SRB SVN HRV MNE"],
  ["ro", "Benelux", "Benelux: un grup de țări.", "BEL LUX NLD"]
] as const)("in %s: %s", (language, text, sentence, countries) => {
  const { words, paths } = found(language, text)
  assert.include(words, sentence)
  assert.deepStrictEqual(
    paths.filter((path) => path?.startsWith("/country/") === true).sort(),
    countries
      .split(" ")
      .map((code) => `/country/${code}`)
      .sort()
  )
})

it.each([
  ["en", "victims by age", "victims"],
  ["ru", "помощь", "assistance"],
  ["ru", "сезон", "season"],
  ["uk", "провадження", "proceedings"],
  ["ro", "victimele", "victims"],
  ["en", "routes from Ukraine to Russia", "routes"]
] as const)("in %s, %s also leads to the page of that name", (language, text, view) => {
  const { views } = found(language, text)
  assert.include(views, view)
})

it("leads to pages by their names alone, and a corridor comes first", () => {
  assert.deepStrictEqual(found("ru", "Украина Россия").views, [])
  assert.deepStrictEqual(found("en", "xqzt").views, [])
  const { html } = found("en", "flow from Ukraine to Russia")
  assert.isBelow(html.indexOf("/corridor/UKR/RUS"), html.indexOf("view=map"))
  assert.notInclude(found("ru", "словарь").words, "Места с таким названием нет")
})

it("leads from a corridor with a state that is gone to its successors", () => {
  const { paths, words } = found("en", "from Burma to the USSR")
  assert.deepStrictEqual(paths, ["/country/MMR", "/search"])
  assert.include(words, "Several countries")
})

it.each([
  ["en", "women", "view=victims"],
  ["en", "children from Moldova", "view=victims"],
  ["en", "what does suppressed mean", "/dictionary"],
  ["en", "last updated", "/editions"],
  ["ru", "дети", "view=victims"],
  ["ru", "скрыто", "/dictionary"],
  ["ru", "последнее обновление", "/editions"],
  ["uk", "діти", "view=victims"],
  ["uk", "що означає приховано", "/dictionary"],
  ["uk", "вироки", "view=proceedings"],
  ["ro", "copii", "view=victims"],
  ["ro", "ascuns", "/dictionary"],
  ["ro", "ultima actualizare", "/editions"],
  ["ro", "pe luni", "view=season"]
] as const)("in %s, %s leads to a page without its name: %s", (language, text, address) => {
  const { html, words } = found(language, text)
  assert.include(html, address)
  assert.notInclude(words, String(pageWords[language].searchNone))
})

it("leads to no page for a word of its name that asks for nothing", () => {
  assert.notInclude(found("en", "what is Ukraine").html, "/editions")
  for (const language of languages)
    assert.notMatch(found(language, "Ukraine Russia").html, /view=|\/dictionary|\/editions/)
})

it("leads to the map of a year, and says which years there are", () => {
  const edition = editionWith(["2003", "2004", "2005-2006"])
  assert.include(found("en", "2004", edition).html, "/?view=map&amp;year=2004")
  assert.include(found("ro", "anul 2006", edition).html, "/?view=map&amp;year=2005-2006")
  assert.include(
    found("en", "trend 2020", edition).words,
    "No figures of 2020 in this edition. It has those of 2003 to 2006."
  )
  assert.include(found("ru", "тренд 2020", edition).html, "view=trend")
  assert.include(found("uk", "Україна 2020", edition).words, "Даних за 2020 рік у цьому виданні немає.")
  // A place's page has all years, and other numbers are no years.
  for (const text of ["Ukraine 2004", "12004", "168", "20041"])
    assert.notMatch(found("en", text, edition).html, /view=map|No figures/, text)
})

it("says of a city's region that it has no records, and leads to its country and that one's corridors", () => {
  const { words, paths } = found("en", "Kyiv", editionWith(["2004"]))
  assert.include(words, "Region, no records in this edition")
  assert.deepStrictEqual(paths.slice(0, 2), ["/region/UA-30", "/country/UKR"])
  assert.include(paths, "/corridor/UKR/RUS")
})

it.each([
  ["en", "forced labour", "view=victims"],
  ["ru", "принудительный труд", "view=victims"],
  ["ro", "muncă forțată", "view=victims"],
  ["en", "download csv", "/editions"],
  ["uk", "завантажити файл", "/editions"],
  ["en", "unknown", "/dictionary"]
] as const)("in %s, %s leads to a page", (language, text, address) => {
  const { html, paths } = found(language, text)
  assert.include(html, address)
  assert.deepStrictEqual(paths, [])
})
