import { Effect } from "effect"
import { type Apriori, type AprioriStatus, aprioriStatuses } from "./Apriori.ts"
import { namedRows } from "./namedRows.ts"
import { readLabel } from "./safeLabel.ts"

const isStatus = (text: string): text is AprioriStatus => aprioriStatuses.some((status) => status === text)

/** Reads the dimensions of the table, `status` and `reason`. Refuses a row without a reason, and a cell named twice. */
export const readApriori = Effect.fn("readApriori")(function* (file: string, dimensions: ReadonlyArray<string>) {
  const decisions: Array<Apriori["decisions"][number]> = []
  const seen = new Set<string>()
  const problems = yield* namedRows(
    file,
    file,
    { required: [...dimensions, "status", "reason"] },
    ({ row, at }, problems) => {
      const [status, reason] = [at("status").trim(), at("reason").trim()]
      const missing = dimensions.find((dimension) => at(dimension).trim() === "")
      if (missing !== undefined) return problems.add(row, missing, "no-label", "a label, or the label of margins")
      if (!isStatus(status)) return problems.add(row, "status", "no-status", aprioriStatuses.join(", "))
      if (reason === "") return problems.add(row, "reason", "no-reason", "the reason for this decision")
      const cell = Object.fromEntries(dimensions.map((dimension) => [dimension, readLabel(at(dimension))]))
      const key = JSON.stringify(Object.values(cell))
      if (seen.has(key)) return problems.add(row, "", "duplicate-cell", "each cell once")
      seen.add(key)
      decisions.push({ cell, status, reason, row })
    }
  )
  if (problems.count > 0) return yield* problems.refusal("the a-priori file cannot be read")
  return { file, decisions } satisfies Apriori as Apriori
})
