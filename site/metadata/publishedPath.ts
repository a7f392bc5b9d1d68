import type { Answer } from "../../release/queries/Queries.ts"
import { editionPath } from "./EditionDescription.ts"

/** Cells of an edition, or of an answer to a request, that answer a query or a request. */
export type PublishedCells = NonNullable<Answer["published"]>

/** Labels of one dimension in an address. With more, the address leads to all labels of the dimension. */
const maxLabels = 100

/** Returns the path of published cells: a table of an edition or release with the labels that select them. */
export const publishedPath = ({ release, series, version, table, labels }: PublishedCells): string => {
  const parameters = new URLSearchParams(
    Object.entries(labels).flatMap(([name, own]) => (own.length > maxLabels ? [] : [[name, own.join(",")]]))
  )
  const query = parameters.size === 0 ? "" : `?${parameters}`
  const own =
    series === undefined || version === undefined ? `/v1/releases/${release}` : editionPath({ name: series, version })
  return `${own}/tables/${table}${query}`
}

/** Returns what the API says about published cells. */
export const publishedBody = (published: PublishedCells) => {
  const { labels: _, ...facts } = published
  return { ...facts, path: publishedPath(published) }
}
