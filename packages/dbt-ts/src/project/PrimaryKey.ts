/** Columns that identify a row of a model, as dbt infers them. */
import type { Node } from "./Node.ts"

type Tested = Pick<Node, "test" | "config">

const columnsOf = ({ test }: Tested): ReadonlyArray<string> => {
  const column = test?.kwargs.get("column_name")
  if (typeof column === "string") return [column]
  const combination = test?.kwargs.get("combination_of_columns")
  return Array.isArray(combination) ? combination.filter((each) => typeof each === "string") : []
}

/** Constraints first, then columns tested as unique and not null, then those tested as unique. */
export const primaryKey = (
  node: Pick<Node, "constraints" | "columns">,
  tests: ReadonlyArray<Tested>
): ReadonlyArray<string> => {
  const ofModel = node.constraints.find(({ type }) => type === "primary_key")
  if (ofModel !== undefined) return ofModel.columns.toSorted()
  for (const { name, constraints } of node.columns.values()) {
    if (constraints?.some(({ type }) => type === "primary_key")) return [name]
  }
  const unique = (enabled: boolean) =>
    tests.filter(
      ({ test, config }) =>
        ["unique", "unique_combination_of_columns"].includes(test?.name ?? "") && config.enabled === enabled
    )
  const on = new Set(unique(true).flatMap(columnsOf))
  const off = new Set(unique(false).flatMap(columnsOf))
  const filled = new Set(tests.filter(({ test }) => test?.name === "not_null").flatMap(columnsOf))
  const both = [...filled].filter((column) => on.has(column) || off.has(column))
  const found = both.length > 0 ? both : on.size > 0 ? [...on] : [...off]
  return found.toSorted()
}
