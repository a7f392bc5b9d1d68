/** Addresses of tables, as the page requests them and as its head lists them, so that browsers preload them. */

/** Returns the name of a table in the page's list of large tables, of which a view loads only the cells that it shows. */
export const largeTable = (release: number, table: string): string => `${release}/${table}`

/** Returns the address of a table's first page, or of the part with some labels. */
export const tableAddress = (release: number, table: string, part: Readonly<Record<string, string>> = {}): string =>
  `/v1/releases/${release}/tables/${table}?${new URLSearchParams({ ...part, size: "10000" })}`

/** Returns the address of a table's overview, with or without the list of its series. */
export const overviewAddress = (release: number, table: string, listsSeries = false): string =>
  `/overview/${release}/${table}${listsSeries ? "/series" : ""}`
