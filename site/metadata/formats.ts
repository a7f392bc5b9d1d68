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

/** Maximum number of cells on a page. */
export const maxPageSize = { json: 10_000, file: 100_000 } as const

/** Returns the maximum number of cells on a page of a format. */
export const maxPageSizeOf = (format: Format): number => (format === "json" ? maxPageSize.json : maxPageSize.file)
