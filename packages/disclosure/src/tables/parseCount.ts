import { stateCode } from "./CellState.ts"

/** The content of a count field: persons, no count, or only an upper bound. */
export type CountField =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "none" }
  | { readonly kind: "below"; readonly below: number }
  | { readonly kind: "state"; readonly state: number }

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
  if (/^<\s*\d{1,9}$/.test(text)) return { kind: "below", below: Number(text.slice(1)) }
  if (text === "not_reported" || text === "not_collected") return { kind: "state", state: stateCode[text] }
  return undefined
}
