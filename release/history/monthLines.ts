/** Lines of a release's CSV pages: a kind of record, a month, and values. */
import { monthIn, monthLabel, yearOf } from "../catalogue/timeLabels.ts"

interface MonthLine {
  readonly kind: string
  /** Counted from year 0. */
  readonly month: number
  /** Undefined where the field is empty. */
  readonly values: ReadonlyArray<number | undefined>
}

/** Returns a line, without its end. `month` counts from year 0. */
export const monthLine = (kind: string, month: number, ...values: MonthLine["values"]): string =>
  [kind, monthLabel(Math.floor(month / 12), (month % 12) + 1), ...values].join(",")

/** Reads a page, without its header and the lines that name no month. A release that is older than the page has none. */
export const readMonthLines = (text: string | undefined): ReadonlyArray<MonthLine> =>
  (text ?? "")
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [kind, label = "", ...values] = line.split(",")
      const month = monthIn(label)
      if (kind === undefined || month === undefined) return []
      return [
        {
          kind,
          month: Number(yearOf(label)) * 12 + month - 1,
          values: values.map((value) => (value === "" ? undefined : Number(value)))
        }
      ]
    })
