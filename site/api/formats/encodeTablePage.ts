import type { Format } from "../../metadata/formats.ts"
import { factsOf, licensed, nextAddress, pageJson, type TablePage } from "../tables/TablePage.ts"
import { columnsOf } from "./columnsOf.ts"
import { type CachedResponse, etagOf } from "./ResponseCache.ts"
import { toArrow } from "./toArrow.ts"
import { toCsv } from "./toCsv.ts"
import { toParquet } from "./toParquet.ts"
import { toXlsx } from "./toXlsx.ts"

/** Returns the facts about a table as text by name, for formats with metadata. */
export const metadataOf = (facts: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(facts).map(([name, value]) => [
      `corridor.${name}`,
      typeof value === "string" ? value : JSON.stringify(value)
    ])
  )

const bytesOf = (
  page: TablePage,
  format: Format,
  next: string | undefined,
  licence: string | undefined
): Uint8Array => {
  const { hxl } = page.selection
  if (format === "json") return Buffer.from(pageJson(page, next, licence))
  const columns = columnsOf(page)
  if (format === "csv") return Buffer.from(toCsv(columns, hxl))
  if (format === "xlsx") return toXlsx(columns, page, licence)
  const metadata = metadataOf(licensed(factsOf(page), licence))
  return format === "arrow" ? toArrow(columns, metadata, hxl) : toParquet(columns, metadata, hxl)
}

/** Labels in a file's name, of at most this many letters together. */
const longestSelection = 40

/** Returns what the name of a file says of the selected cells, so that files of two selections have two names. */
const selectionName = ({ selection: { labels } }: TablePage): string => {
  if (labels.size === 0) return ""
  const words = [...labels.values()].map((own) => [...own].toSorted().join("-")).join("-")
  return words.length <= longestSelection && /^[A-Za-z0-9-]+$/.test(words) ? `-${words}` : "-part"
}

/** Returns the page in a format, with the address of the data's licence if it is known. CSV has no place for it. */
export const encodeTablePage = (
  page: TablePage,
  format: Format,
  path: string,
  parameters: URLSearchParams,
  licence: string | undefined
): CachedResponse => {
  const next = nextAddress(page, path, parameters)
  const bytes = bytesOf(page, format, next, licence)
  const part = page.pages > 1 ? `-page${page.selection.page}` : ""
  return {
    format,
    bytes,
    etag: etagOf(bytes),
    next,
    fileName: `corridor-release${page.release.release}-${page.table.name}${selectionName(page)}${part}.${format}`
  }
}
