import type { Cell } from "../cells/Table.ts"

/** Returns the population of a country (alpha-3) in a year; undefined if it is not known. */
export type Population = (country: string, year: number) => number | undefined

const perInhabitants = 100_000

/** Returns a cell as a rate per 100,000 inhabitants: its figure, or the ends of its range. Only what is published enters. */
export const rateOf = (cell: Cell, population: number): Cell => {
  const rate = (figure: number | undefined) =>
    figure === undefined ? undefined : (figure / population) * perInhabitants
  return { ...cell, value: rate(cell.value), low: rate(cell.low), high: rate(cell.high) }
}

/** Writes a rate with two significant digits. */
export const writeRate = (language: string): ((value: number) => string) => {
  const { format } = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 })
  return (value) => format(value)
}
