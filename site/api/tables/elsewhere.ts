import { Effect } from "effect"
import type { Published } from "../../../release/published/Published.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { dimensionNames } from "../schemas/TableSchemas.ts"
import { labelsIn } from "./labelsIn.ts"
import { commonParameters, isKnownLabel, type SelectionProblem, yearEnds } from "./TableSelection.ts"

const isYearEnd = (name: string) => yearEnds.some((end) => end === name)

/**
 * Returns the problem of a request to an address of any table: `request-not-found` if every dimension and label is one of another table of the
 * release, so that only this table has no such cells; else the problem of the selection.
 */
export const elsewhere = Effect.fn("elsewhere")(function* (
  published: Published["Service"],
  release: PublishedRelease,
  parameters: URLSearchParams,
  { code }: SelectionProblem,
  otherParameters: ReadonlyArray<string> = []
) {
  const names = [...parameters.keys()]
  const isOther = (name: string) => [...commonParameters, ...otherParameters].includes(name)
  if (code === "request-invalid" || code === "request-not-found" || new Set(names).size < names.length) return code
  if (!names.every((name) => dimensionNames.has(name) || isYearEnd(name) || isOther(name))) return code
  const tables = (yield* Effect.forEach(release.tables, (name) => published.tableOf(release, name)).pipe(
    Effect.mapError(databaseDown)
  )).filter((table) => table !== undefined)
  const labels = labelsIn(tables)
  const isKnown = (name: string, label: string) =>
    labels.get(name)?.has(label) === true ||
    tables.some(({ columns }) => columns.some((column) => column.name === name && isKnownLabel(column, label)))
  return names.every(
    (name) =>
      isOther(name) ||
      parameters
        .get(name)
        ?.split(",")
        .every((label) => isKnown(name, label))
  )
    ? ("request-not-found" as const)
    : code
})
