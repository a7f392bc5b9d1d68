/** What a search found: corridors and places, each with its latest figure. */
import { type Content, h } from "@corridor/page/html"
import { regionCountry } from "../../../schemas/Places.ts"
import { severalCountriesOf } from "../../../schemas/SeveralCountries.ts"
import { dictionaryPath } from "../../metadata/EditionDescription.ts"
import { cellsAt, certainFigure, labelOf, type Table } from "../cells/Table.ts"
import { noEdition } from "../parts/noEdition.ts"
import type { Found, IsKnown } from "../search/PlaceSearch.ts"
import { isTopicOf } from "../search/pageTopics.ts"
import { wordsOf } from "../search/placeWords.ts"
import { searchPlaces } from "../search/searchedPlaces.ts"
import { corridorPath, flowPath, placeOf, placePath } from "../state/paths.ts"
import { views } from "../views/views.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { figureWords, latestReported, latestYearOf, type PageContext, to, yearsAt } from "./PageContext.ts"

/** Returns the places of which the edition has cells. */
export const knownPlaces = (edition: Edition): ReadonlySet<string> =>
  new Set(
    ["flows", "first_level_origin", "first_level_transit", "first_level_destination"].flatMap((table) =>
      ["origin", "destination", "corridor"].flatMap((dimension) => edition.labels(table, dimension).map(placeOf))
    )
  )

const isKnownIn = (edition: Edition | undefined): IsKnown => {
  const known = edition === undefined ? new Set() : knownPlaces(edition)
  return (place) => known.has(place)
}

/** The most corridors of a found country that are shown with it. */
const maxCorridors = 6

/** Returns the corridors from and to a country with the highest certain figures of a year. */
const corridorsOf = (table: Table, year: string, country: string): ReadonlyArray<Found> =>
  cellsAt(table, { year })
    .toSorted((a, b) => certainFigure(b) - certainFigure(a))
    .map((cell) => ({ origin: labelOf(table, cell, "origin"), destination: labelOf(table, cell, "destination") }))
    .filter((ends) => Object.values(ends).includes(country) && flowPath(ends.origin, ends.destination) !== undefined)
    .slice(0, maxCorridors)
    .map((ends) => ({ kind: "corridor", ...ends }))

/** Returns what a search found: its name, what it is, and a corridor's latest figure. */
const foundItem = (context: PageContext, edition: Edition | undefined, isKnown: IsKnown, found: Found): Content => {
  const { p, names, language } = context
  const item = (path: string, name: string, hint: string, parameters: Readonly<Record<string, string>> = {}) =>
    h("li", h("a", { href: to(context, path, parameters) }, name), " ", h("span", { class: "quiet" }, hint))
  if (found.kind === "several") {
    const name = severalCountriesOf(found.code)?.shown[language] ?? ""
    return item("/search", name, p("kindSeveral"), { q: name })
  }
  if (found.kind === "corridor") {
    const { origin, destination } = found
    const where = { origin, destination }
    const table = edition?.rows("flows", where)
    const latest = table === undefined ? undefined : latestReported(yearsAt(table, where))
    return item(
      corridorPath(origin, destination),
      `${names.place(origin)} → ${names.place(destination)}`,
      latest === undefined
        ? p(edition === undefined ? "kindCorridor" : "noRecords")
        : p("figureIn", { figure: figureWords(context, latest.cell), year: latest.year })
    )
  }
  const { place } = found
  const kind = p(place.includes("-") ? "kindRegion" : "kindCountry")
  return item(
    placePath(place) ?? "/",
    names.place(place),
    edition === undefined || isKnown(place) ? kind : `${kind}, ${p("noRecords")}`
  )
}

/**
 * Returns the list of what was found. A name of several countries that is the likeliest answer is a sentence that says what it means, above its
 * countries, those with records first.
 */
const foundPart = (
  { p, names, language }: PageContext,
  isKnown: IsKnown,
  found: ReadonlyArray<Found>,
  list: (some: ReadonlyArray<Found>) => Content
): Content => {
  const [first, ...others] = found
  const several = first?.kind === "several" ? severalCountriesOf(first.code) : undefined
  if (several === undefined) return list(found)
  const { gone: year, members } = several
  const name = several.shown[language]
  const ordered = members.toSorted(
    (a, b) => Number(isKnown(b)) - Number(isKnown(a)) || names.place(a).localeCompare(names.place(b), language)
  )
  return [
    h("p", { class: "lead" }, year === "" ? p("severalGroup", { name }) : p("severalGone", { name, year })),
    list([
      ...ordered.map((place): Found => ({ kind: "place", place })),
      ...others.filter((one) => one.kind !== "place" || !members.includes(one.place))
    ])
  ]
}

/** Letters that a word and one of a page's name begin with, at least, and their share of the longer one: "сезон" asks for "Сезоны". */
const sharedStart = { letters: 4, share: 0.7 }

const isLike = (word: string, name: string): boolean => {
  const differs = [...name].findIndex((letter, i) => letter !== word[i])
  const shared = differs < 0 ? name.length : differs
  return shared >= sharedStart.letters && shared >= sharedStart.share * Math.max(word.length, name.length)
}

/** Words of names of pages that questions have too: "what" does not ask for "what changed". */
const noSubject = new Set(["what", "that"])

/** Returns links to the pages whose names or topics have a word of the text: "victims by age", "сезоны", "what does suppressed mean". */
const namedPages = (context: PageContext, text: string): ReadonlyArray<Content> => {
  const { t, p } = context
  const pages: ReadonlyArray<readonly [page: string, href: string, name: string]> = [
    ...views.map(({ name, title }) => [name, to(context, "/", { view: name }), t(title)] as const),
    ["compare", to(context, "/compare"), p("compare")],
    ["stories", to(context, "/stories"), p("stories")],
    ["request", to(context, "/request"), p("request")],
    ["editions", to(context, "/editions"), p("editionsShort")],
    ["dictionary", to(context, dictionaryPath), t("dictionary")]
  ]
  const asked = wordsOf(text).filter((word) => !noSubject.has(word))
  return pages
    .filter(
      ([page, , name]) => isTopicOf(page, asked) || wordsOf(name).some((word) => asked.some((one) => isLike(one, word)))
    )
    .map(([, href, name]) => h("li", h("a", { href }, name)))
}

/** The figures of four digits that are years, and no part of another number. */
const yearIn = /(?<!\p{N})(?:19|20)\d\d(?!\p{N})/u

/** Returns whether a label of a table, which may be of several years, is about a year. */
const isOf = (label: string, year: string) => {
  const [first = "", last = first] = label.split("-")
  return first <= year && year <= last
}

/** Returns what an edition has of the year that a text names: a link to its map, or a sentence that says which years there are. */
const yearPart = (context: PageContext, edition: Edition | undefined, text: string) => {
  const { t, p } = context
  const [year] = yearIn.exec(text) ?? []
  const labels = edition?.labels("flows", "year").toSorted() ?? []
  const [first, last] = [labels[0], labels.at(-1)]
  if (year === undefined || first === undefined || last === undefined) return undefined
  const label = labels.find((one) => isOf(one, year))
  if (label === undefined)
    return { sentence: p("noYear", { year, first: first.slice(0, 4), last: last.slice(-4) }), page: undefined }
  const href = to(context, "/", { view: "map", year: label })
  return { sentence: undefined, page: h("li", h("a", { href }, `${t("navMap")}, ${label}`)) }
}

/** Returns the page that answers a search. A country that is found is followed by its largest corridors, once there is an edition. */
export const searchPage = (context: PageContext, edition: Edition | undefined, text: string): PageContent => {
  const { p } = context
  const isKnown = isKnownIn(edition)
  const found = searchPlaces(text, isKnown)
  const [first] = found
  const asked = yearPart(context, edition, text)
  // A place's page has all of its years.
  const pages = [...namedPages(context, text), ...(asked?.page === undefined || found.length > 0 ? [] : [asked.page])]
  const pageList = pages.length === 0 ? null : h("section", h("h2", p("menu")), h("ul", { class: "found" }, pages))
  // Two places make a question about them. A single place may only be like a word for a page: "помощь" is like Pomerania.
  const isCorridor = first?.kind === "corridor"
  const table = edition?.rows("flows")
  const year = table === undefined ? undefined : latestYearOf(table)
  const country = first?.kind === "place" ? (regionCountry(first.place) ?? first.place) : undefined
  const corridors =
    country !== undefined && table !== undefined && year !== undefined ? corridorsOf(table, year, country) : []
  const listOf = (name: string, some: ReadonlyArray<Found>) =>
    h(
      "ul",
      { class: name },
      some.map((one) => foundItem(context, edition, isKnown, one))
    )
  return {
    path: "/search",
    parameters: text === "" ? {} : { q: text },
    title: p("search"),
    description: p("searchLabel"),
    searched: text,
    main: [
      h("h1", p("search")),
      edition === undefined ? noEdition<Content>(h, context, context.retracted) : null,
      asked?.sentence === undefined ? null : h("p", { role: "note" }, asked.sentence),
      isCorridor ? null : pageList,
      text === ""
        ? h("p", { class: "lead" }, p("searchHint"))
        : found.length === 0
          ? pages.length === 0 && [h("p", { class: "none", role: "status" }, p("searchNone")), h("p", p("searchHint"))]
          : foundPart(context, isKnown, found, (some) => listOf("found", some)),
      corridors.length === 0 ? null : [h("h2", p("foundCorridors")), listOf("foundCorridors", corridors)],
      isCorridor ? pageList : null
    ]
  }
}
