/** What the columns of a file give, for people who check it before they send it. */
import type { ColumnPlan } from "./ColumnPlan.ts"
import { columnOfPath, kindColumn, pathOfTarget } from "./OwnColumns.ts"

/** Corridor's columns that a column gives; none if it is left out. `refused`: a column of identifiers or free text, which is never sent. */
export type ColumnMeaning =
  | {
      readonly use: "read"
      readonly fields: ReadonlyArray<string>
      /** The role of the place, if the column's name states it: then its number means nothing to people. */
      readonly role?: string
    }
  | { readonly use: "left-out" | "refused"; readonly fields: readonly [] }

const leftOut: ColumnMeaning = { use: "left-out", fields: [] }

/** Returns the meaning of the column at a position, by the plans of all kinds of records that the file may contain. */
export const meaningOfColumn = (plans: ReadonlyArray<ColumnPlan>, i: number): ColumnMeaning => {
  const bindings = plans.flatMap((plan) => plan.bindings[i] ?? [])
  if (bindings.some(({ to }) => to === "direct" || to === "free-text")) return { use: "refused", fields: [] }
  for (const binding of bindings) {
    if (binding.to === "target") {
      const targets = [binding.target, ...(binding.also ?? [])]
      const fields = targets.map((target) => columnOfPath(pathOfTarget(target)))
      return binding.role === undefined ? { use: "read", fields } : { use: "read", fields, role: binding.role }
    }
    if (binding.to === "leg-date") {
      const year = columnOfPath(pathOfTarget(binding.target))
      return { use: "read", fields: [year, year.replace(/year$/, "month")] }
    }
    if (binding.to === "places")
      return binding.role === undefined
        ? { use: "read", fields: [binding.list.name] }
        : { use: "read", fields: [binding.field.name], role: binding.role }
    if (binding.to === "legs-date")
      return { use: "read", fields: binding.part === "date" ? ["year", "month"] : ["month"] }
    if (binding.to === "date-part") return { use: "read", fields: [binding.field.name] }
    if (binding.to === "flag") return { use: "read", fields: [binding.field.name] }
    if (binding.to === "leg-number") return { use: "read", fields: ["legs"] }
    if (binding.to === "withdrawn-consent" || binding.to === "other-consent")
      return { use: "read", fields: ["researchUseConsent"] }
    if (binding.to === "kind") return { use: "read", fields: [kindColumn] }
  }
  return leftOut
}
