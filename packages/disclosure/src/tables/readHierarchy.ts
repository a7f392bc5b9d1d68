import { Effect } from "effect"
import { findCycle, type Hierarchy, type Membership } from "./Hierarchy.ts"
import { namedRows } from "./namedRows.ts"
import { readLabel } from "./safeLabel.ts"

const columns = ["dimension", "child", "parent"] as const
const further = ["grouping", "along", "from", "to"] as const

/**
 * Reads `dimension,child,parent` and, if present, `grouping` (one of several divisions of the parent) and
 * `along,from,to` (another dimension and the range of its codes in which the membership holds). `dimensions` are
 * those of the tables; a hierarchy of another one would leave sums out. Codes that are their own ancestors are
 * refused.
 *
 * @example
 * ```ts
 * import { readHierarchy } from "@corridor/disclosure"
 * import * as NodeServices from "@effect/platform-node/NodeServices"
 * import { Effect } from "effect"
 *
 * const hierarchy = readHierarchy("regions.csv", ["origin", "destination"]).pipe(Effect.provide(NodeServices.layer))
 * ```
 */
export const readHierarchy = Effect.fn("readHierarchy")(function* (
  file: string,
  dimensions: ReadonlyArray<string>,
  name: string = file
) {
  const hierarchy: Array<Membership> = []
  const seen = new Set<string>()
  const problems = yield* namedRows(file, name, { required: columns, optional: further }, ({ row, at }, problems) => {
    const missing = columns.find((column) => at(column) === "")
    if (missing !== undefined) return problems.add(row, missing, "no-label", "a label")
    const [dimension, along] = [at("dimension").trim(), at("along").trim()]
    if (!dimensions.includes(dimension))
      return problems.add(row, "dimension", "no-dimension", "a dimension of the tables")
    if (along !== "" && (!dimensions.includes(along) || along === dimension))
      return problems.add(row, "along", "no-dimension", "another dimension of the tables")
    if (along === "" && (at("from") !== "" || at("to") !== ""))
      return problems.add(row, "along", "no-label", "the dimension whose codes 'from' and 'to' are")
    const one: Membership = {
      dimension,
      child: readLabel(at("child")),
      parent: readLabel(at("parent")),
      grouping: at("grouping"),
      ...(along === "" ? {} : { dated: { along, from: at("from"), to: at("to") } })
    }
    const key = JSON.stringify(one)
    if (seen.has(key)) return problems.add(row, "child", "duplicate-membership", "each membership once")
    seen.add(key)
    hierarchy.push(one)
  })
  if (problems.count === 0 && findCycle(hierarchy) !== undefined)
    problems.add(0, "parent", "circle", "no code that is its own ancestor")
  if (problems.count > 0) return yield* problems.refusal("the hierarchy cannot be read")
  return hierarchy as Hierarchy
})
