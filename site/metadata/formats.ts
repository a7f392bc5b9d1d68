/** Media types of the formats in which a table is served. */
export const mediaTypes = {
  json: "application/json",
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  arrow: "application/vnd.apache.arrow.file",
  parquet: "application/vnd.apache.parquet"
} as const
export type Format = keyof typeof mediaTypes
export const formats = Object.keys(mediaTypes) as ReadonlyArray<Format>

/** Returns the media type of a format, without parameters. */
export const bareMediaType = (format: Format): string => mediaTypes[format].split(";")[0] as string

/** Maximum number of cells on a page. A workbook is encoded at once, and takes longer than the others. */
const maxSizes: Partial<Record<Format, number>> = { json: 10_000, xlsx: 20_000 }

/** Returns the maximum number of cells on a page of a format. */
export const maxPageSizeOf = (format: Format): number => maxSizes[format] ?? 100_000

/** Returns the number of cells on a page by default: in files, enough for most whole tables. */
export const defaultPageSizeOf = (format: Format): number => (format === "json" ? 1_000 : maxPageSizeOf(format))
