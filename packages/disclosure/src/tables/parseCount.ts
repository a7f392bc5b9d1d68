import { stateCode } from "./CellState.ts"

/** What a count's field says: persons, that there is none, or only that it is below something. */
export type CountField =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "none" }
  | { readonly kind: "below"; readonly below: number }
  | { readonly kind: "state"; readonly state: number }

/** Whole numbers from 0 on (`12.0`, as other tools write them, is one); undefined when the field is none of it. */
export const parseCount = (field: string): CountField | undefined => {
  const text = field.trim()
  if (text === "" || text === "NA" || text === "NaN") return { kind: "none" }
  if (/^\d+(\.0*)?$/.test(text)) {
    const count = Number(text)
    return Number.isSafeInteger(count) ? { kind: "count", count } : undefined
  }
  if (/^<\s*\d{1,9}$/.test(text)) return { kind: "below", below: Number(text.slice(1)) }
  if (text === "not_reported" || text === "not_collected") return { kind: "state", state: stateCode[text] }
  return undefined
}
