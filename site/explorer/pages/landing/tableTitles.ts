/** Titles of the tables of a release that is not an edition: they may be of a part of the usual cells, and two may be of one kind. */
import { definitionIn } from "../../../../release/catalogue/definitionIn.ts"
import { tableFacts } from "../../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../../release/published/readPublished.ts"
import { partOf, tableName } from "../../parts/fileList.ts"
import { withinSentence } from "../../words/Names.ts"
import { linkedTables } from "../linkedPersons.ts"
import type { PageContext } from "../PageContext.ts"

/** What titles are made from. */
export type TitleContext = Pick<PageContext, "language" | "t" | "p" | "names">

/** Returns what a table counts and by what: as readers name the usual table, or by the dimensions that it has. */
export const kindOfTable = (context: TitleContext, { dimensions }: PublishedRelease, name: string): string => {
  const { table, title } = tableFacts(name, dimensions.get(name))
  const usual = tableName(context, table)
  return usual !== table && title === tableFacts(table, undefined).title ? usual : definitionIn(title, context.language)
}

/** Returns the labels of a dimension in words, such as "origin: Moldova, Ukraine". */
const wordsOf = (context: TitleContext, dimension: string, [first = "", ...others]: ReadonlyArray<string>): string =>
  [
    ...partOf(context, { table: "", parameters: { [dimension]: first } }),
    ...others.map((label) => withinSentence(dimension, context.names.label(dimension, label)))
  ].join(", ")

/**
 * Returns which cells a table has: the labels of dimensions that have few, and the years, such as "Moldova → Russia", "female" and
 * "2003–2008".
 */
const partsOf = (
  context: TitleContext,
  { dimensions, extents }: PublishedRelease,
  table: string
): ReadonlyArray<string> => {
  const { fewLabels = [], firstYear = 0, lastYear = 0 } = extents.get(table) ?? {}
  const few = (dimensions.get(table) ?? []).flatMap((dimension, d) => {
    const labels = dimension === "year" ? [] : (fewLabels[d] ?? [])
    return labels.length === 0 ? [] : [{ dimension, labels }]
  })
  const ends = ["origin", "destination"].map((end) => few.find(({ dimension }) => dimension === end)?.labels ?? [])
  const isCorridor = ends.every(({ length }) => length === 1)
  return [
    ...(isCorridor ? [ends.map((labels) => context.names.place(labels[0] as string)).join(" → ")] : []),
    ...few
      .filter(({ dimension }) => !isCorridor || (dimension !== "origin" && dimension !== "destination"))
      .map(({ dimension, labels }) => wordsOf(context, dimension, labels)),
    ...(firstYear === 0 ? [] : [[...new Set([firstYear, lastYear])].join("–")])
  ]
}

/** Returns the titles of a release's tables, by name: what each counts, of which places and groups, and when. No two are the same. */
export const tableTitles = (context: TitleContext, release: PublishedRelease): ReadonlyMap<string, string> => {
  const { tables } = release
  const titles = tables.map((table) =>
    [kindOfTable(context, release, table), ...partsOf(context, release, table)].join(" · ")
  )
  return new Map(
    tables.map((table, i) => {
      const own = titles[i] as string
      return [table, titles.filter((one) => one === own).length === 1 ? own : `${own} (${i + 1})`]
    })
  )
}

/** The most tables that the title of a release names. */
const maxNamed = 3

/** Returns the title of a release that is not an edition: what a reader of it asked. */
export const releaseTitle = (context: TitleContext, release: PublishedRelease): string => {
  if (linkedTables.some((table) => release.tables.includes(table))) return context.p("linkedTitle")
  const titles = [...tableTitles(context, release).values()]
  return [...titles.slice(0, maxNamed), ...(titles.length > maxNamed ? ["…"] : [])].join("; ")
}
