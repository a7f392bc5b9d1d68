import { boundColumns } from "../../../release/history/Bounds.ts"
import { citationOf } from "../../../release/published/citationOf.ts"
import { hxlTag } from "../../../release/published/hxlTags.ts"
import { type DimensionColumn, type PublishedTable, selectCells } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { noteOf } from "../../metadata/notes.ts"
import type { TableSelection } from "./TableSelection.ts"
import { withUnreported } from "./withUnreported.ts"

/** One page of the selected cells of a table. */
export interface TablePage {
  readonly release: PublishedRelease
  readonly table: PublishedTable
  readonly selection: TableSelection
  /** Indexes of the cells in the table. */
  readonly places: ReadonlyArray<number>
  readonly pages: number
}

/** Returns the page, or undefined if it does not exist. A selection without cells has one page. */
export const tablePage = (
  release: PublishedRelease,
  whole: PublishedTable,
  selection: TableSelection
): TablePage | undefined => {
  const table = withUnreported(release, whole, selection) ?? whole
  const all = selectCells(table, selection.labels)
  const pages = Math.max(1, Math.ceil(all.length / selection.size))
  if (selection.page > pages) return undefined
  const places = all.slice((selection.page - 1) * selection.size, selection.page * selection.size)
  return { release, table, selection, places, pages }
}

/** What `factsOf` reads. */
interface DescribedTable {
  readonly release: Pick<
    PublishedRelease,
    "release" | "state" | "vintage" | "invented" | "method" | "profile" | "publishedAt"
  >
  readonly table: Pick<PublishedTable, "name" | "title" | "unit" | "figure" | "cellsByState"> & {
    readonly columns: ReadonlyArray<Pick<DimensionColumn, "name">>
  }
}

/** Returns the facts about the release and table that accompany the cells in every format. */
export const factsOf = ({ release, table }: DescribedTable) => ({
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
  cellsByState: table.cellsByState,
  citation: citationOf([table.title], release),
  publishedAt: release.publishedAt
})

/** Returns facts with the address of the data's licence, which the site sets, not the release. */
export const licensed = <Facts extends object>(facts: Facts, licence: string | undefined) =>
  licence === undefined ? facts : { ...facts, licence }

/** Returns the path of the next page; undefined on the last page. */
export const nextAddress = ({ selection, pages }: TablePage, path: string, parameters: URLSearchParams) => {
  if (selection.page >= pages) return undefined
  const next = new URLSearchParams(parameters)
  next.set("page", String(selection.page + 1))
  return `${path}?${next}`
}

/** Encodes the page as JSON. The cells were encoded when the table was read. */
export const pageJson = (page: TablePage, next: string | undefined, licence: string | undefined): string => {
  const { table, selection, places, pages } = page
  const columns = [...table.columns.map(({ name }) => name), "state", table.figure, ...boundColumns]
  const head = JSON.stringify({
    ...licensed(factsOf(page), licence),
    ...(selection.hxl ? { hxl: Object.fromEntries(columns.map((name) => [name, hxlTag(name)])) } : {}),
    page: selection.page,
    pages,
    ...(next === undefined ? {} : { next })
  })
  return `${head.slice(0, -1)},"cells":[${places.map((place) => table.json[place]).join(",")}]}`
}
