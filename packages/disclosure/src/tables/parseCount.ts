import { stateCode } from "./CellState.ts"

/** The content of a count field: persons, no count, or only an upper bound. */
export type CountField =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "none" }
  /** Infinity if it is suppressed without a bound. */
  | { readonly kind: "below"; readonly below: number }
  | { readonly kind: "state"; readonly state: number }

/** How published tables mark a suppressed count, and one with an upper bound: `<5`, `<=4`, `1-4`. */
const suppressedMark = /^(?:\*{1,3}|\.|\[?c\]?|suppressed)$/i
const [below, upTo] = [/^<\s*(\d{1,9})$/, /^(?:<=|\u2264|[01]\s*[-\u2013])\s*(\d{1,9})$/]

/**
 * Reads whole numbers from 0 on, also as `12.0` or `12,0`; undefined for anything else. Three digits behind a separator, as in `12.000`, may be
 * thousands.
 */
export const parseCount = (field: string): CountField | undefined => {
  const text = field.trim()
  if (text === "" || text === "NA" || text === "NaN") return { kind: "none" }
  const whole = /^(\d+)(?:[.,](?!0{3}$)0*)?$/.exec(text)?.[1]
  if (whole !== undefined) {
    const count = Number(whole)
    return Number.isSafeInteger(count) ? { kind: "count", count } : undefined
  }
  const [least, most] = [below.exec(text)?.[1], upTo.exec(text)?.[1]]
  if (least !== undefined) return { kind: "below", below: Number(least) }
  if (most !== undefined) return { kind: "below", below: Number(most) + 1 }
  if (suppressedMark.test(text)) return { kind: "below", below: Number.POSITIVE_INFINITY }
  if (text === "not_reported" || text === "not_collected") return { kind: "state", state: stateCode[text] }
  return undefined
}
