import { Effect } from "effect"
import { unknownSensitive } from "../rules/unknownSensitive.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { readHierarchy } from "../tables/readHierarchy.ts"
import { readKnownGroups } from "../tables/readKnownGroups.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import { auditReport } from "./AuditReport.ts"
import { auditTables } from "./auditTables.ts"
import { readPublished } from "./readPublished.ts"

export interface AuditFilesOptions {
  readonly published: ReadonlyArray<string>
  readonly earlier: ReadonlyArray<string>
  readonly hierarchy?: string | undefined
  /** CSV file of the attacker's own counts. */
  readonly insider?: string | undefined
  /** The attacker's own counts when each earlier table was published, in the same order. */
  readonly earlierInsider?: ReadonlyArray<string>
  readonly threshold: number
  readonly total: string
  readonly count?: string | undefined
  readonly dimensions?: ReadonlyArray<string> | undefined
  /** Dimensions whose values may harm a person. */
  readonly sensitive?: ReadonlyArray<string>
  /** CSV file of groups that are known to exist, of which zeros are hidden. */
  readonly knownGroups?: string | undefined
}

/**
 * Reads published tables and attacks them together. Fails with `TableRefused` if a file cannot be read or the tables
 * contradict each other.
 *
 * @example
 * ```ts
 * import { auditFiles, Solver } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const program = auditFiles({ published: ["safe.csv"], earlier: [], threshold: 11, total: "Total" }).pipe(
 *   Effect.map((report) => report.narrow),
 *   Effect.provide(Solver.layer)
 * )
 * ```
 */
export const auditFiles = Effect.fn("auditFiles")(function* (options: AuditFilesOptions) {
  const { count, dimensions, threshold, total } = options
  const tables = yield* Effect.forEach(options.published, (file) => readPublished(file, { count, dimensions }))
  const earlier = yield* Effect.forEach(options.earlier, (file) => readPublished(file, { count, dimensions }))
  const all = [...new Set([...tables, ...earlier].flatMap((table) => table.dimensions))]
  const sensitive = options.sensitive ?? []
  const refused = unknownSensitive(sensitive, all)
  if (refused !== undefined) return yield* refused
  const hierarchy: Hierarchy = options.hierarchy === undefined ? [] : yield* readHierarchy(options.hierarchy, all)
  const ownBefore = options.earlierInsider ?? []
  const isPaired = ownBefore.length === earlier.length && options.insider !== undefined
  if (ownBefore.length > 0 && !isPaired)
    return yield* new TableRefused({
      message: "Name --insider, and one --earlier-insider for each --earlier, in the same order",
      problems: []
    })
  const insider = options.insider === undefined ? undefined : yield* readPublished(options.insider)
  const audit = yield* auditTables(tables, {
    total,
    hierarchy,
    threshold,
    insider,
    earlierInsider: yield* Effect.forEach(ownBefore, (file) => readPublished(file)),
    sensitive,
    knownGroups: options.knownGroups === undefined ? [] : yield* readKnownGroups(options.knownGroups, tables),
    earlier: earlier.map((one) => [one])
  })
  return auditReport(audit)
})
