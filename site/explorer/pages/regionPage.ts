/** A first-level region: its roles by year, and, for a pilot region, the expected against the observed ones. */

import { type Content, h } from "@corridor/page/html"
import { cellAt, type Table } from "../cells/Table.ts"
import { type Role, roles } from "../drawings/roleSign.ts"
import { regionPath } from "../state/paths.ts"
import { roleBars } from "../views/regionsView.ts"
import { withinSentence } from "../words/Names.ts"
import { atSizes, chart } from "./chart.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { notFoundPage } from "./notFoundPage.ts"
import { figureWords, latestYearOf, type PageContext, selectionOf, to } from "./PageContext.ts"
import { roleCards } from "./roleCards.ts"
import { eyebrow } from "./sections/headline.ts"
import { equivalent, viewProps } from "./sections/seriesSection.ts"
import { sourceSection } from "./sections/sourceSection.ts"

/** Returns whether the edition has a table with first-level regions. */
export const hasRegions = (edition: Edition): boolean =>
  roles.some((role) => edition.rows(`first_level_${role}`) !== undefined)

/** Returns the tables of the release with the region's cells, by role. Tables without any are there too: the role was not reported. */
const tablesOf = (edition: Edition, code: string): ReadonlyMap<string, Table> =>
  new Map(
    roles.flatMap((role) => {
      const name = `first_level_${role}`
      const table = edition.rows(name, selectionOf(role, code))
      return table === undefined ? [] : [[name, table] as const]
    })
  )

/** Returns the latest year in which the region was reported in any role. */
const yearIn = (tables: ReadonlyMap<string, Table>): string | undefined =>
  [...tables.values()]
    .flatMap((table) => latestYearOf(table) ?? [])
    .sort()
    .at(-1)

/** A region of an edition. */
interface RegionFacts {
  readonly code: string
  readonly place: string
  readonly path: string
  /** Roles that are expected of a pilot region. */
  readonly expected: ReadonlyArray<string>
  readonly tables: ReadonlyMap<string, Table>
}

const topOf = (context: PageContext, { place, expected }: RegionFacts, country: string): ReadonlyArray<Content> => {
  const { t, p, names } = context
  const rolesExpected = expected.map((role) => withinSentence("role", t(role as Role))).join(", ")
  return [
    eyebrow(p("kindRegion")),
    h("h1", place),
    h("p", { class: "lead" }, p("regionLead", { place })),
    h(
      "p",
      { class: "related" },
      h("a", { href: to(context, `/country/${country}`) }, p("countryOf", { place: names.place(country) }))
    ),
    expected.length === 0
      ? null
      : h("p", { class: "first" }, t("regionExpected", { region: place, roles: rolesExpected }))
  ]
}

/** Returns an item of a list for each region, with a link to its page. */
export const regionLinks = (context: PageContext, regions: PageContext["names"]["pilots"]): Content =>
  regions.map(({ region }) => h("li", h("a", { href: to(context, regionPath(region)) }, context.names.place(region))))

const otherRegions = (context: PageContext, code: string): Content => {
  const { p, names } = context
  const others = names.pilots.filter(({ region }) => region !== code)
  if (others.length === 0) return null
  return h("section", h("h2", p("otherRegions")), h("ul", regionLinks(context, others)))
}

/** Returns the roles by year: as a picture, what to know when reading it, and as a table. */
const chartSection = (context: PageContext, { code, expected, tables }: RegionFacts): Content => {
  const { t, p } = context
  const bars = (width: number) => roleBars(viewProps(context, tables, width), "first_level", code, expected)
  const { tableEquivalent, notes } = bars(660)
  return h(
    "section",
    chart(
      "region-chart",
      atSizes((width) => bars(width).picture)
    ),
    h(
      "details",
      h("summary", p("readChart")),
      h(
        "ul",
        { class: "notes" },
        [t("regionKnown"), t("regionTransit"), ...notes].map((note) => h("li", note))
      )
    ),
    equivalent(context, "region-table", tableEquivalent)
  )
}

/** Returns the page of a first-level region that exists; not found if the edition has no regions. `country` is its country. */
export const regionPage = (context: PageContext, edition: Edition, code: string, country: string): PageContent => {
  const { t, p, names } = context
  if (!hasRegions(edition)) return notFoundPage(context, "table")
  const expected = names.pilots.find(({ region }) => region === code)?.roles ?? []
  const tables = tablesOf(edition, code)
  const region: RegionFacts = { code, place: names.place(code), path: regionPath(code), expected, tables }
  const { place, path } = region
  const top = topOf(context, region, country)
  const more = otherRegions(context, code)
  const year = yearIn(tables)
  if (year === undefined) {
    const none = p("regionNone", { place })
    return {
      path,
      title: place,
      description: none,
      main: [...top, h("p", { class: "none", role: "note" }, none), more]
    }
  }
  const observed = roles.flatMap((role) => {
    const table = tables.get(`first_level_${role}`)
    return table === undefined ? [] : [{ role, cell: cellAt(table, { ...selectionOf(role, code), year }) }]
  })
  const sentences = observed.map(({ role, cell }) => `${t(role)}: ${figureWords(context, cell)}.`)
  const cards = observed.map((one) => ({ ...one, tag: expected.includes(one.role) ? p("isExpected") : undefined }))
  const view = { view: "regions", region: code } as const
  return {
    path,
    preview: view,
    title: place,
    description: `${year}. ${sentences.join(" ")} ${t("oncePerPartner")}`,
    main: [
      ...top,
      h(
        "section",
        h("h2", expected.length === 0 ? p("newestYear", { year }) : p("expectedAndSeen", { year })),
        roleCards(context, cards),
        h("p", { class: "quiet" }, t("oncePerPartner"))
      ),
      chartSection(context, region),
      more,
      sourceSection(context, edition, {
        path,
        files: observed.map(({ role }) => ({ table: `first_level_${role}`, parameters: selectionOf(role, code) })),
        view
      })
    ]
  }
}
