import { Effect, type Redacted } from "effect"
import { protectionMethods } from "../methods/methods.ts"
import type { ProtectionMethod } from "../methods/ProtectionMethod.ts"
import type { Profile } from "../rules/Profile.ts"
import { profiles } from "../rules/Profile.ts"
import { stateCode } from "../tables/CellState.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { readCountTable } from "../tables/readCountTable.ts"
import { readHierarchy } from "../tables/readHierarchy.ts"
import { writeTable } from "../tables/writeTable.ts"
import { type Protection, protectionReport } from "./Protection.ts"
import { protectTables } from "./protectTables.ts"
import { readPublished } from "./readPublished.ts"

export interface ProtectFileOptions {
  readonly input: string
  readonly count: string
  readonly dimensions: ReadonlyArray<string>
  readonly total: string
  readonly contributors?: string | undefined
  readonly contributor?: string | undefined
  readonly hierarchy?: string | undefined
  readonly earlier: ReadonlyArray<string>
  /** Name of a profile. */
  readonly profile: string
  /** Name of a method. */
  readonly method: string
  /** Secret of methods that draw. */
  readonly key?: Redacted.Redacted<string> | undefined
  readonly out: string
}

/** States of a table's rows after protection. */
export const statesAfter = (state: Uint8Array, cellOf: Int32Array, { hidden }: Protection): Uint8Array =>
  Uint8Array.from(state, (before, row) => {
    const cell = cellOf[row] as number
    return cell < 0 ? before : hidden[cell] === 0 ? stateCode.published : stateCode.suppressed
  })

/** Reads a table, protects it and writes what may be published; nothing is written when it is refused. */
export const protectFile = Effect.fn("protectFile")(function* (options: ProtectFileOptions) {
  const { input, count, dimensions, contributors, contributor, total, out } = options
  const table = yield* readCountTable(
    input,
    { count, dimensions, contributors, contributor, allPartners: total },
    "protect"
  )
  const hierarchy: Hierarchy =
    options.hierarchy === undefined ? [] : yield* readHierarchy(options.hierarchy, dimensions)
  const earlier = yield* Effect.forEach(options.earlier, (file) => readPublished(file))
  const profile = profiles.get(options.profile) as Profile
  const method = protectionMethods.get(options.method) as ProtectionMethod
  const protection: Protection = yield* protectTables([table], {
    total,
    profile,
    hierarchy,
    earlier: earlier.map((one) => [one]),
    method,
    key: options.key
  })
  const cellOf = protection.linked.joined.cellOf[0] as Int32Array
  const state = statesAfter(table.state, cellOf, protection)
  const { shown } = protection
  const figure =
    shown === undefined
      ? table.count
      : Float64Array.from(cellOf, (cell) => (cell < 0 ? Number.NaN : (shown[cell] as number)))
  yield* writeTable(out, { ...table, count: figure }, { count, total, state })
  return { report: protectionReport(protection, options.method), notApplied: protection.notApplied }
})
