/** The stored form of a single value. */
import type { FieldSpec } from "../../schemas/RecordSchemas.ts"
import { ageBand, countBand } from "../rules/Generalise.ts"
import { firstLevelRegion } from "../rules/Regions.ts"

/** Stored values by column name. */
export type Row = Record<string, unknown>

const coarser: Readonly<Record<string, (value: never) => unknown>> = {
  "age-band": (age: number) => ageBand(age),
  "count-band": (count: number) => countBand(count),
  "first-level-region": (region: string) => firstLevelRegion(region)
}

/** Returns the function from a field's value to its stored form: the value itself, a generalised value, or null. */
export const valueOf = (field: FieldSpec): ((value: unknown) => unknown) => {
  const change = coarser[field.generalise]
  return change === undefined
    ? (value) => value ?? null
    : (value) => (value === null || value === undefined ? null : change(value as never))
}
