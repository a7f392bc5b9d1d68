/** **High risk.** Protects and audits counts that were read from vintages. Needs no store, so that it can run in a thread of its own. */
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Solver } from "@corridor/disclosure/solver/Solver"
import { Effect, Redacted } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedCell, Disclosure } from "../history/Disclosure.ts"
import { isExactMethod } from "../history/readDisclosures.ts"
import { auditSystem, type CubeAudit } from "./auditSystem.ts"
import { countNarrowed } from "./countNarrowed.ts"
import { methodFigures } from "./methodFigures.ts"
import { protectSystem } from "./protectSystem.ts"
import { releaseProblem } from "./ReleaseProblem.ts"
import type { LeavesByCube } from "./ReleaseSystem.ts"

/** Tables to protect or to audit, with everything that is known of them. It can be copied to a thread. */
export interface LeavesInput {
  readonly choices: ReadonlyArray<TableChoice>
  readonly vintage: number
  readonly disclosures: ReadonlyArray<Disclosure>
  /** Figures with noise to audit. */
  readonly audited?: Disclosure
  readonly profile: Profile
  readonly id: number
  /** The finest counts, by the number of their vintage. */
  readonly leaves: ReadonlyMap<number, LeavesByCube>
}

export interface ProtectLeavesInput extends LeavesInput {
  readonly method: string
  /** Secret of the method `cell-key`. */
  readonly key: string | undefined
  /** Secret that decides among suppression patterns of about equal loss. */
  readonly patternKey: string
}

export interface AuditLeavesInput extends LeavesInput {
  readonly disclosure: Disclosure
}

interface ProtectedChoices {
  readonly cells: ReadonlyArray<DisclosedCell>
  /** What an attack finds in these cells, by cube. */
  readonly audits: ReadonlyArray<CubeAudit>
}

const problemOf = Effect.fn("protectLeaves.problem")(function* (input: LeavesInput) {
  const solver = yield* Solver
  const leavesOf = (number: number | undefined) => (number === undefined ? undefined : input.leaves.get(number))
  return { solver, profile: input.profile, ...releaseProblem(solver, { ...input, leavesOf }) }
})

/** Protects tables together and audits the result. The audit starts from the same counts and knows nothing else of the protection. */
export const protectLeaves = Effect.fn("protectLeaves")(function* (input: ProtectLeavesInput) {
  const { choices, vintage, id, profile, method } = input
  const problem = yield* problemOf(input)
  const protection = yield* protectSystem({ ...problem, id, patternKey: Redacted.make(input.patternKey) })
  const key = input.key === undefined ? undefined : Redacted.make(input.key)
  const figures = yield* methodFigures({ method, profile, key }, problem.own, protection)
  const cells = problem.own.wanted.flatMap((list, choice) =>
    list.flatMap(({ cell, labels }): ReadonlyArray<DisclosedCell> => {
      const shown = protection.shown[cell]
      if (shown === undefined) return []
      const figure = shown.state === "published" && shown.asOf === id ? figures?.[cell] : undefined
      if (figure === undefined || shown.state !== "published") return [{ choice, labels, shown }]
      return [{ choice, labels, shown: Number.isNaN(figure) ? { state: "suppressed" } : { ...shown, victims: figure } }]
    })
  )
  const disclosure = { id, vintage, threshold: profile.threshold, choices, cells, isExact: isExactMethod(method) }
  return { cells, audits: yield* auditSystem({ ...problem, disclosure }) } satisfies ProtectedChoices
}, Effect.provide(Solver.layer))

/** Audits tables as they are. Returns the findings by cube. */
export const auditLeaves = Effect.fn("auditLeaves")(function* (input: AuditLeavesInput) {
  return yield* auditSystem({ ...(yield* problemOf(input)), disclosure: input.disclosure })
}, Effect.provide(Solver.layer))

/** Attacks figures with noise together with everything disclosed before. Returns the number of cells that become too narrow. */
export const auditNoisyLeaves = Effect.fn("auditNoisyLeaves")(function* (
  input: LeavesInput & { readonly audited: Disclosure }
) {
  const { solver, profile, ...problem } = yield* problemOf(input)
  return countNarrowed(solver, problem, profile, input.audited)
}, Effect.provide(Solver.layer))
