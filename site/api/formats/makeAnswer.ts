import { factsOf, nextAddress, pageJson, type TablePage } from "../tables/TablePage.ts"
import { columnsOf } from "./columnsOf.ts"
import type { Format } from "./negotiate.ts"
import { etagOf, type ReadyAnswer } from "./ReadyAnswers.ts"
import { toArrow } from "./toArrow.ts"
import { toCsv } from "./toCsv.ts"
import { toParquet } from "./toParquet.ts"

/** What stands beside the cells as text by name, for formats that can carry it. */
const metadataOf = (page: TablePage): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(factsOf(page)).map(([name, value]) => [
      `corridor.${name}`,
      typeof value === "string" ? value : JSON.stringify(value)
    ])
  )

const bytesOf = (page: TablePage, format: Format, next: string | undefined): Uint8Array => {
  const { hxl } = page.question
  if (format === "json") return Buffer.from(pageJson(page, next))
  const columns = columnsOf(page)
  if (format === "csv") return Buffer.from(toCsv(columns, hxl))
  return format === "arrow" ? toArrow(columns, metadataOf(page), hxl) : toParquet(columns, metadataOf(page), hxl)
}

/** A page of a table in a format. */
export const makeAnswer = (page: TablePage, format: Format, path: string, parameters: URLSearchParams): ReadyAnswer => {
  const next = nextAddress(page, path, parameters)
  const bytes = bytesOf(page, format, next)
  const part = page.pages > 1 ? `-page${page.question.page}` : ""
  return {
    format,
    bytes,
    etag: etagOf(bytes),
    next,
    fileName: `corridor-release${page.release.release}-${page.table.name}${part}.${format}`
  }
}
