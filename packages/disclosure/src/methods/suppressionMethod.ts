import { Effect } from "effect"
import { impliedGuard } from "../implied/impliedGuard.ts"
import { Solver } from "../solver/Solver.ts"
import { keyedChoice } from "../suppress/keyedChoice.ts"
import { suppressWithDecoys } from "../suppress/suppressWithDecoys.ts"
import type { Hidden, Knowledge, LinkedSystem } from "../system/LinkedSystem.ts"
import { cellName } from "../tables/cellName.ts"
import { type MethodInput, MethodRefused, type ProtectedCells, type ProtectionMethod } from "./ProtectionMethod.ts"

/** Exact figures of what is not hidden. */
export const exactCells = (system: LinkedSystem, hidden: Hidden, none: Knowledge): ProtectedCells => {
  const isShown = (cell: number) => hidden[cell] === 0 && system.unshown[cell] === 0
  return {
    hidden,
    shown: system.value.map((value, cell) => (isShown(cell) ? value : Number.NaN)),
    known: {
      low: system.value.map((value, cell) => (isShown(cell) ? value : (none.low[cell] as number))),
      high: system.value.map((value, cell) => (isShown(cell) ? value : (none.high[cell] as number)))
    },
    additive: true
  }
}

/** Cells hidden so that no attack with exact figures gets through, and the decoys among them. */
export const safePattern = Effect.fn("safePattern")(function* (method: string, input: MethodInput) {
  const solver = yield* Solver
  const { system } = input.linked
  const { linked, contributions, profile } = input
  const { cost, decoys } = keyedChoice(system, (cell) => cellName(linked, cell), input.key, profile.threshold)
  const problem = { system, ...input.primary, known: input.known, cost }
  const safe = suppressWithDecoys(
    solver,
    problem,
    decoys,
    contributions,
    (need) => impliedGuard(solver, { linked, known: input.known, need, contributions }).attack
  )
  if (safe.failing.length > 0 || safe.verdict.contradictions > 0)
    return yield* new MethodRefused({ method, message: "no safe form of these tables was found", disclosing: true })
  return { hidden: safe.hidden, decoys: safe.decoys }
})

export const suppressionMethod: ProtectionMethod = {
  name: "suppression",
  describe: "Unsafe cells are suppressed, and others so that they cannot be computed. All other figures are exact.",
  protect: Effect.fn("suppressionMethod")(function* (input) {
    const { hidden } = yield* safePattern("suppression", input)
    return exactCells(input.linked.system, hidden, input.known)
  })
}
