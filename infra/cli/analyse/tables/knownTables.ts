/** A published table with known columns, which can be analysed without naming them. */
export interface KnownTable {
  readonly name: string
  /** Columns by which the table is recognised: it has all of these. */
  readonly marks: ReadonlyArray<string>
  readonly period: string
  readonly value: string
  readonly reporter: string
  /** Conditions that select the rows of the total. */
  readonly where: ReadonlyArray<Condition>
}

/** Selects the rows in which a column has this label. */
export interface Condition {
  readonly column: string
  readonly is: string
}

/** UNODC's table has the breakdowns of each count as well as the total. */
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

const knownTables: ReadonlyArray<KnownTable> = [glotip]

export const knownTableOf = (header: ReadonlyArray<string>): KnownTable | undefined =>
  knownTables.find(({ marks }) => marks.every((mark) => header.includes(mark)))
