/** Titles of the tables of a release that is not an edition: they may be of a part of the usual cells, and two may be of one kind. */
import { definitionIn } from "../../../../release/catalogue/definitionIn.ts"
import { tableFacts } from "../../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../../release/published/readPublished.ts"
import { partOf, tableName } from "../../parts/fileList.ts"
import type { Edition } from "../Edition.ts"
import type { PageContext } from "../PageContext.ts"

/** Returns what a table counts and by what: as readers name the usual table, or by the dimensions that it has. */
export const kindOfTable = (context: PageContext, { dimensions }: PublishedRelease, name: string): string => {
  const { table, title } = tableFacts(name, dimensions.get(name))
  const usual = tableName(context, table)
  return usual !== table && title === tableFacts(table, undefined).title ? usual : definitionIn(title, context.language)
}

/** Returns the labels that all cells of a table share. */
const sharedLabels = ({ release, labels }: Edition, name: string) =>
  Object.fromEntries(
    (release.dimensions.get(name) ?? []).flatMap((dimension) => {
      const [own, ...others] = dimension === "year" ? [] : labels(name, dimension)
      return own === undefined || others.length > 0 ? [] : [[dimension, own]]
    })
  )

/** Returns the first and last year of a table. */
const yearsOf = ({ release }: Edition, name: string): Readonly<Record<string, string>> => {
  const { firstYear = 0, lastYear = 0 } = release.extents.get(name) ?? {}
  return firstYear === 0 ? {} : { from: String(firstYear), to: String(lastYear) }
}

/** Returns the titles of a release's tables, by name. No two are the same. */
export const tableTitles = (context: PageContext, edition: Edition): ReadonlyMap<string, string> => {
  const { tables } = edition.release
  const titlesWith = (more: (name: string) => Readonly<Record<string, string>>) =>
    tables.map((table) => {
      const parameters = { ...sharedLabels(edition, table), ...more(table) }
      return [kindOfTable(context, edition.release, table), ...partOf(context, { table, parameters })].join(", ")
    })
  const short = titlesWith(() => ({}))
  const long = titlesWith((name) => yearsOf(edition, name))
  const isOnlyOne = (title: string, all: ReadonlyArray<string>) => all.filter((one) => one === title).length === 1
  return new Map(
    tables.map((table, i) => {
      const [own = "", withYears = ""] = [short[i], long[i]]
      if (isOnlyOne(own, short)) return [table, own]
      return [table, isOnlyOne(withYears, long) ? withYears : `${withYears} (${i + 1})`]
    })
  )
}
