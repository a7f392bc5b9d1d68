import { decimalFormat } from "@corridor/page/formats"
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

/** Power of ten of a number's first digit. */
const firstDigit = (value: number): number => Math.floor(Math.log10(value))

/** Returns the decimals of rates in one list: at least two digits of the largest and one of the smallest are shown. */
const decimalsOf = (cells: ReadonlyArray<Cell>): number => {
  const known = cells
    .flatMap(({ value, low, high }) => [value, low, high])
    .filter((one): one is number => one !== undefined && one > 0)
  if (known.length === 0) return 0
  return Math.max(0, 1 - firstDigit(Math.max(...known)), -firstDigit(Math.min(...known)))
}

/** Writes the rates of one list or table, all with the same decimals. */
export const writeRates = (language: string, cells: ReadonlyArray<Cell>): ((value: number) => string) =>
  decimalFormat(language, decimalsOf(cells)).format
