/** A page of a table's cells with everything that a reader must know beside them. */

import { boundColumns } from "../../../release/history/Bounds.ts"
import { hxlTag } from "../../../release/published/hxlTags.ts"
import { type PublishedTable, selectCells } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { inventedNote, observedNote, privateNote } from "../Notes.ts"
import type { TableQuestion } from "./TableQuestion.ts"

export interface TablePage {
  readonly release: PublishedRelease
  readonly table: PublishedTable
  readonly question: TableQuestion
  /** Places of its cells in the table. */
  readonly places: ReadonlyArray<number>
  readonly pages: number
}

/** The page, or undefined where the answer has fewer. An answer without cells has one page. */
export const tablePage = (
  release: PublishedRelease,
  table: PublishedTable,
  question: TableQuestion
): TablePage | undefined => {
  const all = selectCells(table, question.wanted)
  const pages = Math.max(1, Math.ceil(all.length / question.size))
  if (question.page > pages) return undefined
  const places = all.slice((question.page - 1) * question.size, question.page * question.size)
  return { release, table, question, places, pages }
}

export const noteOf = (invented: boolean, method = "") =>
  [...(invented ? [inventedNote] : []), ...(method === "dp" ? [privateNote] : invented ? [] : [observedNote])].join(" ")

/** What stands beside the cells, whatever the format. */
export const factsOf = ({ release, table }: Pick<TablePage, "release" | "table">) => ({
  release: release.release,
  state: release.state,
  vintage: release.vintage,
  table: table.name,
  title: table.title,
  unit: table.unit,
  dimensions: table.columns.map(({ name }) => name),
  figure: table.figure,
  invented: release.invented,
  note: noteOf(release.invented, release.method),
  profile: release.profile,
  method: release.method,
  coverage: table.coverage,
  citation: release.citation,
  publishedAt: release.publishedAt
})

/** Address of the next page, relative to the server; undefined on the last. */
export const nextAddress = ({ question, pages }: TablePage, path: string, parameters: URLSearchParams) => {
  if (question.page >= pages) return undefined
  const next = new URLSearchParams(parameters)
  next.set("page", String(question.page + 1))
  return `${path}?${next}`
}

/** The page as JSON; the cells' own JSON was made when the table was read. */
export const pageJson = (page: TablePage, next: string | undefined): string => {
  const { table, question, places, pages } = page
  const columns = [...table.columns.map(({ name }) => name), "state", table.figure, ...boundColumns]
  const head = JSON.stringify({
    ...factsOf(page),
    ...(question.hxl ? { hxl: Object.fromEntries(columns.map((name) => [name, hxlTag(name)])) } : {}),
    page: question.page,
    pages,
    ...(next === undefined ? {} : { next })
  })
  return `${head.slice(0, -1)},"cells":[${places.map((place) => table.json[place]).join(",")}]}`
}
