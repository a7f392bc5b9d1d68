import type { Effect, Redacted } from "effect"
import { Schema } from "effect"
import type { Contributions } from "../attack/insiders.ts"
import type { Profile } from "../rules/Profile.ts"
import type { Primary } from "../rules/primaryCells.ts"
import type { Solver } from "../solver/Solver.ts"
import type { Hidden, Knowledge } from "../system/LinkedSystem.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/** The input of a protection method: cells, sums and the rules of the profile. */
export interface MethodInput {
  readonly linked: LinkedTables
  readonly profile: Profile
  /** Unsafe cells, and what every hidden cell needs. */
  readonly primary: Primary
  /** What everyone knows about hidden counts. */
  readonly known: Knowledge
  /** Contributions of each partner, if the tables have them. Partners and pairs of partners attack too. */
  readonly contributions?: Contributions | undefined
  /** Secret from which random methods derive all that they draw. The same tables and key give the same figures. */
  readonly key: Redacted.Redacted<string>
}

/** The output of a method: what is shown of each cell, and what an attacker who knows the method can derive. */
export interface ProtectedCells {
  /** 0 if the cell is shown; 1 and 2 as in `Hidden`. The difference is never published. */
  readonly hidden: Hidden
  /** The figure shown; NaN if none. */
  readonly shown: Float64Array
  /** Bounds of each true count that follow from the figure and the method. Equal if the figure is the count. */
  readonly known: Knowledge
  /** Whether all sums of shown cells hold among the figures. */
  readonly additive: boolean
}

/** The method cannot protect this table, or not with this profile. */
export class MethodRefused extends Schema.TaggedError<MethodRefused>()("MethodRefused", {
  method: Schema.String,
  message: Schema.String,
  /** Whether no safe result was found, as opposed to a method that does not fit the request. */
  disclosing: Schema.Boolean
}) {}

/** A protection method. Its result is not proved yet: `auditCells` attacks it. */
export interface ProtectionMethod {
  readonly name: string
  /** One sentence for the method page. */
  readonly describe: string
  readonly protect: (input: MethodInput) => Effect.Effect<ProtectedCells, MethodRefused, Solver>
}
