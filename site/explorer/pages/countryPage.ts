/** A country: persons from it, through it and to it, its corridors, and the victims in it. */
import { h } from "@corridor/page/html"
import { type Cell, cellAt, cellsAt, labelOf, type Table } from "../cells/Table.ts"
import { type Role, roles as roleNames } from "../drawings/roleSign.ts"
import { countryPath, flowPath } from "../state/paths.ts"
import { withinSentence } from "../words/Names.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { linkedSentence } from "./linkedPersons.ts"
import { notFoundPage } from "./notFoundPage.ts"
import {
  figureWords,
  latestReported,
  latestYearOf,
  type PageContext,
  selectionOf,
  type YearCell,
  yearsAt
} from "./PageContext.ts"
import type { Population } from "./rate.ts"
import { roleCards } from "./roleCards.ts"
import { type BarTable, barTables } from "./sections/barTable.ts"
import { eyebrow, headline } from "./sections/headline.ts"
import { profileSection } from "./sections/profileSection.ts"
import { rising, sentenceOf, shortVerdict } from "./sections/rising.ts"
import { decidingSection, seriesSection } from "./sections/seriesSection.ts"
import { reportingSection, sourceSection } from "./sections/sourceSection.ts"

interface RoleSeries {
  readonly role: Role
  readonly table: Table
  readonly where: Readonly<Record<string, string>>
  readonly years: ReadonlyArray<YearCell>
}

const headings = { origin: "asOrigin", transit: "asTransit", destination: "asDestination" } as const

/** Returns the roles in which a country was reported. */
const seriesOf = (edition: Edition, code: string): ReadonlyArray<RoleSeries> =>
  roleNames.flatMap((role) => {
    const where = selectionOf(role, code)
    const table = edition.rows(`region_roles_${role}`, where)
    if (table === undefined || table.cells.length === 0) return []
    const years = yearsAt(table, where)
    return latestReported(years) === undefined ? [] : [{ role, table, where, years }]
  })

/** Returns the corridors from or to a country in the latest year in which one was reported, each with the verdict on it. */
const corridorsOf = (
  context: PageContext,
  edition: Edition,
  code: string,
  end: "origin" | "destination"
): ReadonlyArray<BarTable> => {
  const { names, p } = context
  const table = edition.rows("flows", { [end]: code })
  const year = table === undefined ? undefined : latestYearOf(table)
  if (table === undefined || year === undefined) return []
  const other = end === "origin" ? "destination" : "origin"
  const endsOf = (cell: Cell) => ({
    origin: labelOf(table, cell, "origin"),
    destination: labelOf(table, cell, "destination")
  })
  return [
    {
      id: `corridors-${end}`,
      caption: p(end === "origin" ? "corridorsFrom" : "corridorsTo", { place: names.place(code), year }),
      rows: cellsAt(table, { year }).map((cell) => {
        const ends = endsOf(cell)
        return {
          name: names.place(ends[other]),
          path: flowPath(ends.origin, ends.destination),
          cell,
          more: shortVerdict(context, edition.trend("flows", ends))
        }
      })
    }
  ]
}

/** Returns whether the edition has a table with countries. */
const hasCountries = (edition: Edition): boolean =>
  edition.rows("flows") !== undefined ||
  edition.labels("victims", "country").length > 0 ||
  roleNames.some((role) => edition.rows(`region_roles_${role}`) !== undefined)

/** Returns the page of a country that exists; not found if the edition has no table with countries. */
export const countryPage = (
  context: PageContext,
  edition: Edition,
  code: string,
  population: Population
): PageContent => {
  const { t, p, names } = context
  const place = names.place(code)
  const path = countryPath(code)
  const top = [eyebrow(p("kindCountry")), h("h1", place), h("p", { class: "lead" }, p("countryLead", { place }))]
  if (!hasCountries(edition)) return notFoundPage(context, "table")
  const roles = seriesOf(edition, code).map((one) => ({ ...one, trend: edition.trend(one.table.name, one.where) }))
  const corridors = (["origin", "destination"] as const).flatMap((end) => corridorsOf(context, edition, code, end))
  const profile = edition.labels("victims", "country").includes(code) ? profileSection(context, edition, code) : null
  if (roles.length === 0 && corridors.length === 0 && profile === null) {
    const none = p("countryNone", { place })
    return { path, title: place, description: none, main: [...top, h("p", { class: "none", role: "note" }, none)] }
  }
  const sentences = roles.map(({ role, years, trend }) => {
    const { year, cell } = latestReported(years) as YearCell
    const verdict = sentenceOf(context, trend)
    return `${t(role)}: ${p("preview", { figure: figureWords(context, cell), year, verdict })}`
  })
  return {
    path,
    preview: { view: "map", place: code },
    title: place,
    description: `${sentences.join(" ")} ${t("oncePerPartner")}`,
    main: [
      ...top,
      roleCards(
        context,
        roleNames.flatMap((role) => {
          const own = roles.find((one) => one.role === role)
          if (own === undefined) {
            const where = selectionOf(role, code)
            const table = edition.rows(`region_roles_${role}`, where)
            // A role without records is said: its absence would look like a figure that nobody asked for.
            return table === undefined ? [] : [{ role, cell: cellAt(table, where), more: p("noRecords") }]
          }
          const { year, cell } = latestReported(own.years) as YearCell
          const more = [year, shortVerdict(context, own.trend)].filter((words) => words !== "").join(", ")
          return [{ role, cell, more, about: `as-${role}` }]
        })
      ),
      linkedSentence(context),
      barTables(context, corridors),
      roles.map(({ role, table, where, years, trend }) =>
        h(
          "section",
          { class: `role ${role}`, "aria-labelledby": `as-${role}` },
          h("h2", { id: `as-${role}` }, p(headings[role])),
          h(
            "div",
            { class: "answer" },
            headline(context, years, role === "transit" ? undefined : (when) => population(code, when)),
            rising(context, years, trend, 3)
          ),
          seriesSection(context, table, where, trend, `${p("byYear")} (${withinSentence("", t(role))})`, role, 3),
          decidingSection(context, edition, table, where, trend, `parts-${role}`, 3)
        )
      ),
      profile,
      reportingSection(context, roles[0]?.trend, latestReported(roles[0]?.years ?? [])?.year ?? ""),
      sourceSection(context, edition, {
        path,
        files: [
          { table: "flows", parameters: { origin: code } },
          { table: "flows", parameters: { destination: code } },
          ...roles.map(({ table, where }) => ({ table: table.name, parameters: where }))
        ],
        view: { view: "map", place: code }
      })
    ]
  }
}
