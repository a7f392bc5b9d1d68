import type { Effect, Redacted } from "effect"
import { Schema } from "effect"
import type { Contributions } from "../attack/insiders.ts"
import type { Profile } from "../rules/Profile.ts"
import type { Primary } from "../rules/primaryCells.ts"
import type { Solver } from "../solver/Solver.ts"
import type { Hidden, Knowledge } from "../system/LinkedSystem.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/** What every method of disclosure control gets: cells and sums, and what the profile says of them. */
export interface MethodInput {
  readonly linked: LinkedTables
  readonly profile: Profile
  /** Cells that are unsafe by themselves and what every hidden cell needs. */
  readonly primary: Primary
  /** What each partner put in, where tables tell: partners and pairs of them attack too. */
  readonly contributions?: Contributions | undefined
  /** Secret from which methods that draw derive all they draw: the same tables and key give the same cells. */
  readonly key: Redacted.Redacted<string>
  /** Cell keys from records, where there are records; without them they come from the cells' labels and counts. */
  readonly cellKeys?: Uint16Array
}

/** What a method gives: all that may be shown of each cell, and all that whoever knows the method can tell from it. */
export interface ProtectedCells {
  /** 0 where the cell is shown; 1 and 2 as in `Hidden`. Which of the two is never told to anyone. */
  readonly hidden: Hidden
  /** The figure that is shown; NaN where none is. */
  readonly shown: Float64Array
  /** Bounds of each true count that follow from what is shown and from how the method works. Equal ends where it is the count. */
  readonly known: Knowledge
  /** Do all sums of shown cells hold among the shown figures? */
  readonly additive: boolean
}

/** The method cannot do this table, or not with this profile. */
export class MethodRefused extends Schema.TaggedError<MethodRefused>()("MethodRefused", {
  method: Schema.String,
  message: Schema.String,
  /** Was no safe way found, rather than the method unfit for what was asked? */
  disclosing: Schema.Boolean
}) {}

/** One way to make tables safe. Its result is not yet proved: `auditCells` attacks it. */
export interface ProtectionMethod {
  readonly name: string
  /** What readers of a method page are told, in one sentence. */
  readonly describe: string
  readonly protect: (input: MethodInput) => Effect.Effect<ProtectedCells, MethodRefused, Solver>
}
