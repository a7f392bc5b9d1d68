import {
  firstMonthOf,
  isPeriod,
  isYear,
  monthLabel,
  partIn,
  partOf,
  yearOf,
  yearsOfLabel
} from "../../../release/catalogue/timeLabels.ts"
import { totalLabel } from "../../../release/catalogue/totalLabel.ts"
import type { DimensionColumn } from "../../../release/published/PublishedTable.ts"

/** The years, or parts of years, that a table is about: those of its labels, and unreported ones in between. */
export interface TableYears {
  readonly first: number
  readonly last: number
  /** All labels of its period. */
  readonly labels: ReadonlySet<string>
}

/** Returns the level of a label: a year, or a part of one; undefined for ranges of years, totals, and where the month is not known. */
const levelOf = (label: string) => (isYear(label) ? "year" : partIn(label)?.part)

/** Returns all labels of a level from the first to the last month, both counted from year 0. */
const labelsBetween = (level: NonNullable<ReturnType<typeof levelOf>>, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => {
    const month = monthLabel(Math.floor((first + i) / 12), ((first + i) % 12) + 1)
    return level === "year" ? yearOf(month) : partOf(month, level)
  })

/** Returns the years of a column; undefined if it has none. Labels are completed if all are of one level, so that none is two things. */
export const tableYears = ({ values }: DimensionColumn): TableYears | undefined => {
  const years = values.flatMap((label) => yearsOfLabel(label) ?? [])
  if (years.length === 0) return undefined
  const levels = [...new Set(values.flatMap((label) => levelOf(label) ?? []))]
  const months = values.flatMap((label) => firstMonthOf(label) ?? [])
  const [level] = levels
  const between =
    level === undefined || levels.length > 1 ? [] : labelsBetween(level, Math.min(...months), Math.max(...months))
  return { first: Math.min(...years), last: Math.max(...years), labels: new Set([...values, ...between]) }
}

/** Returns all labels of a column of years that has no total; undefined for any other column, and without years. */
export const yearsWithoutTotal = (column: DimensionColumn): ReadonlyArray<string> | undefined => {
  const years = column.kind !== "year" || column.places.has(totalLabel) ? undefined : tableYears(column)
  return years === undefined ? undefined : [...years.labels].sort()
}

/** Returns whether a label is of the table's period: one of its labels, or a year or range of years as it has others. It may not be reported. */
export const isOfPeriod = ({ first, last, labels }: TableYears, label: string): boolean => {
  if (labels.has(label)) return true
  const [from = 0, to = 0] = yearsOfLabel(label) ?? []
  const isAlike = [isYear, isPeriod].some((isForm) => isForm(label) && [...labels].some(isForm))
  return isAlike && from >= first && to <= last
}

/** Returns the labels whose years all lie between two years, ends included; the years themselves if no label does. */
export const labelsOfYears = ({ labels }: TableYears, from: number, to: number): ReadonlySet<string> => {
  const found = [...labels].filter((label) => {
    const years = yearsOfLabel(label)
    return years !== undefined && years[0] >= from && years[1] <= to
  })
  const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => String(from + i))
  return new Set(found.length > 0 ? found : years)
}
