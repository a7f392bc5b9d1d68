/** Published tables whose columns are known, so that they can be analysed as they are. */
export interface KnownTable {
  readonly name: string
  /** A table with all of these is this one. */
  readonly marks: ReadonlyArray<string>
  readonly period: string
  readonly value: string
  readonly reporter: string
  /** Rows that are its total. */
  readonly where: ReadonlyArray<Condition>
}

/** A row counts only where the column has this label. */
export interface Condition {
  readonly column: string
  readonly is: string
}

/** UNODC's table has every division of a count beside its total. */
const glotip: KnownTable = {
  name: "UNODC GLOTIP: detected victims, totals by reporting country",
  marks: ["Iso3_code", "Indicator", "Dimension", "Category", "Sex", "Age", "Year", "txtVALUE"],
  period: "Year",
  value: "txtVALUE",
  reporter: "Iso3_code",
  where: [
    { column: "Indicator", is: "Detected trafficking victims" },
    { column: "Dimension", is: "Total" },
    { column: "Category", is: "Total" },
    { column: "Sex", is: "Total" },
    { column: "Age", is: "Total" }
  ]
}

export const knownTables: ReadonlyArray<KnownTable> = [glotip]

export const knownTableOf = (header: ReadonlyArray<string>): KnownTable | undefined =>
  knownTables.find(({ marks }) => marks.every((mark) => header.includes(mark)))
