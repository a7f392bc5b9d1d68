/** What a search found: corridors and places, each with its latest figure. */
import { type Content, h } from "@corridor/page/html"
import type { Found, IsKnown } from "../search/PlaceSearch.ts"
import { searchPlaces } from "../search/searchedPlaces.ts"
import { corridorPath, placePath } from "../state/paths.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { figureWords, latestReported, type PageContext, to, yearsAt } from "./PageContext.ts"

/** Returns the places of which the edition has cells. */
export const knownPlaces = (edition: Edition): ReadonlySet<string> =>
  new Set(
    ["flows", "first_level_origin", "first_level_transit", "first_level_destination"].flatMap((table) =>
      ["origin", "destination", "corridor"].flatMap((dimension) =>
        edition.labels(table, dimension).map((label) => label.replace(/^via /, ""))
      )
    )
  )

export const isKnownIn = (edition: Edition): IsKnown => {
  const known = knownPlaces(edition)
  return (place) => known.has(place)
}

export interface Suggestion {
  readonly name: string
  /** What it is, and its latest figure. */
  readonly hint: string
  readonly path: string
}

/** Returns the places and corridors that a text may mean, as readers see them. */
export const suggestions = (context: PageContext, edition: Edition, text: string): ReadonlyArray<Suggestion> => {
  const { p, names } = context
  const isKnown = isKnownIn(edition)
  const suggestionOf = (found: Found): Suggestion => {
    if (found.kind === "corridor") {
      const { origin, destination } = found
      const where = { origin, destination }
      const table = edition.rows("flows", where)
      const latest = table === undefined ? undefined : latestReported(yearsAt(table, where))
      return {
        name: `${names.place(origin)} → ${names.place(destination)}`,
        hint:
          latest === undefined
            ? p("noRecords")
            : p("figureIn", { figure: figureWords(context, latest.cell), year: latest.year }),
        path: corridorPath(origin, destination)
      }
    }
    const { place } = found
    const kind = p(place.includes("-") ? "kindRegion" : "kindCountry")
    return {
      name: names.place(place),
      hint: isKnown(place) ? kind : `${kind}, ${p("noRecords")}`,
      path: placePath(place) ?? "/"
    }
  }
  return searchPlaces(text, isKnown).map(suggestionOf)
}

const listOf = (context: PageContext, found: ReadonlyArray<Suggestion>): Content =>
  h(
    "ul",
    { class: "found" },
    found.map(({ name, hint, path }) =>
      h("li", {}, h("a", { href: to(context, path) }, name), " ", h("span", { class: "quiet" }, hint))
    )
  )

/** Returns the page that answers a search. */
export const searchPage = (context: PageContext, edition: Edition, text: string): PageContent => {
  const { p } = context
  const found = suggestions(context, edition, text)
  return {
    path: "/search",
    parameters: text === "" ? {} : { q: text },
    title: p("search"),
    description: p("searchLabel"),
    searched: text,
    main: [
      h("h1", {}, p("search")),
      text === ""
        ? h("p", { class: "lead" }, p("searchHint"))
        : found.length === 0
          ? [h("p", { class: "none", role: "status" }, p("searchNone")), h("p", {}, p("searchHint"))]
          : listOf(context, found)
    ]
  }
}
