import { Effect } from "effect"
import { type Apriori, type AprioriStatus, aprioriStatuses } from "./Apriori.ts"
import { csvRows } from "./csvRows.ts"
import { columnPlaces } from "./Header.ts"
import { Problems } from "./Problems.ts"
import { readLabel } from "./safeLabel.ts"

const isStatus = (text: string): text is AprioriStatus => aprioriStatuses.some((status) => status === text)

/** Reads the dimensions of the table, `status` and `reason`. Refuses a row without a reason, and a cell named twice. */
export const readApriori = Effect.fn("readApriori")(function* (
  file: string,
  dimensions: ReadonlyArray<string>,
  name: string = file
) {
  const problems = new Problems(name)
  const decisions: Array<Apriori["decisions"][number]> = []
  const seen = new Set<string>()
  let place: ReadonlyMap<string, number> | undefined
  yield* csvRows(file, name, (fields, row) => {
    if (place === undefined) {
      const found = columnPlaces(name, fields, [...dimensions, "status", "reason"])
      problems.addAll(found.problems)
      place = found.problems.length > 0 ? new Map() : found.place
      return
    }
    // Under such a header every row would repeat its problem.
    if (place.size === 0) return
    const at = (column: string) => fields[place?.get(column) ?? -1] ?? ""
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
  })
  if (problems.count > 0) return yield* problems.refusal("the a-priori file cannot be read")
  return { file: name, decisions } satisfies Apriori as Apriori
})
