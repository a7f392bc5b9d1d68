import { Effect } from "effect"
import { readCountTable } from "../tables/readCountTable.ts"
import type { TableColumns } from "../tables/TableColumns.ts"
import { TableRefused } from "../tables/TableRefused.ts"

/** Columns of a published table, as far as they are given; the rest follow from its header. */
export interface PublishedColumns {
  readonly count?: string | undefined
  /** The count, where the table has a column of this name. */
  readonly likelyCount?: string | undefined
  readonly dimensions?: ReadonlyArray<string> | undefined
}

/**
 * Returns the columns of a published table. The count is the column of that name, or the one before `state`, or the
 * last; all others except `state` are dimensions.
 */
const publishedColumns = (header: ReadonlyArray<string>, columns: PublishedColumns = {}): TableColumns => {
  const names = header.map((name) => name.trim())
  const others = names.filter((name) => name !== "state")
  const before = names[names.indexOf("state") - 1]
  const named = [columns.likelyCount, "count"].find((name) => name !== undefined && others.includes(name))
  const count = columns.count ?? named ?? before ?? (others[others.length - 1] as string)
  // A file without a header has a count there, which must not be repeated.
  if (columns.count === undefined && /^[\d.,\s<]+$/.test(count)) return { count: "count", dimensions: [] }
  return { count, dimensions: columns.dimensions ?? others.filter((name) => name !== count) }
}

/** Reads a table as it was published: suppressed cells have no count. */
export const readPublished = Effect.fn("readPublished")(function* (
  file: string,
  columns?: PublishedColumns,
  name?: string
) {
  let taken = ""
  const columnsIn = (header: ReadonlyArray<string>) => {
    const found = publishedColumns(header, columns)
    if (columns?.count === undefined && header.length > 2) taken = found.count
    return found
  }
  return yield* readCountTable(file, columnsIn, "audit", name).pipe(
    Effect.mapError((refused) =>
      taken === "" || refused._tag !== "TableRefused" || !refused.problems.some(({ rule }) => rule === "no-count")
        ? refused
        : new TableRefused({
            ...refused,
            message: `${refused.message}. '${taken}' was taken for the column of counts; name another with --count`
          })
    )
  )
})
