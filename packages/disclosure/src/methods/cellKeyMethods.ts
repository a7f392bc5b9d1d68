import { Effect } from "effect"
import { controlledRounding } from "../perturb/controlledRounding.ts"
import { cellTies, labelKeys } from "../perturb/labelKeys.ts"
import { makePerturbationTable } from "../perturb/makePerturbationTable.ts"
import type { PerturbationTable } from "../perturb/PerturbationTable.ts"
import { cellKeyKnowledge, perturbCells } from "../perturb/perturbCells.ts"
import { ons105 } from "../perturb/publishedTables.ts"
import type { Profile } from "../rules/Profile.ts"
import { Solver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import { type MethodInput, MethodRefused, type ProtectedCells, type ProtectionMethod } from "./ProtectionMethod.ts"
import { suppressAndPerturb } from "./suppressAndPerturb.ts"
import { safePattern } from "./suppressionMethod.ts"
import { withHidden } from "./withHidden.ts"

const made = new Map<string, PerturbationTable | undefined>()

/**
 * Returns ONS's table for ONS's profile. For other profiles: noise of variance 4 with the tightest possible bound
 * that never shows a count under the threshold.
 */
export const tableOf = (profile: Profile): PerturbationTable | undefined => {
  if (profile.name === "ons-10-5") return ons105
  const { threshold } = profile
  const name = `noise-${threshold}`
  if (made.has(name)) return made.get(name)
  let table: PerturbationTable | undefined
  for (let most = Math.max(5, threshold - 1); table === undefined && most < threshold + 10; most++)
    table = makePerturbationTable(name, { most, variance: 4, smallest: threshold })
  made.set(name, table)
  return table
}

/** Adds the noise of the cell keys. A figure that the table does not show is hidden. */
const perturbedCells = (
  input: MethodInput,
  table: PerturbationTable,
  keys: Uint16Array,
  pattern: Hidden
): ProtectedCells => {
  const { system } = input.linked
  const shown = perturbCells(table, system.value, keys)
  const hidden = pattern.slice()
  shown.forEach((figure, cell) => {
    if (hidden[cell] === 0 && Number.isNaN(figure) && system.unshown[cell] === 0) hidden[cell] = 2
    if (hidden[cell] !== 0 || system.unshown[cell] === 1) shown[cell] = Number.NaN
  })
  const figures = cellKeyKnowledge(table, shown, true)
  // Counts below the threshold are hidden, so no figure represents one of them.
  figures.low.forEach((low, cell) => {
    if ((shown[cell] as number) > 0) figures.low[cell] = Math.max(low, input.profile.threshold)
  })
  return { hidden, shown, known: withHidden(shown, figures, input.known), additive: false }
}

const keysOf = (input: MethodInput, table: PerturbationTable): Uint16Array =>
  labelKeys(input.linked, input.key, table.keys)

const refusal = (method: string, message: string, disclosing = false) =>
  new MethodRefused({ method, message, disclosing })

export const cellKeyMethod: ProtectionMethod = {
  name: "cell-key",
  describe:
    "Unsafe cells are hidden, and some others; to all other figures a small amount is added that is drawn once for ever for the persons in the cell: totals do not add up.",
  protect: Effect.fn("cell-key")(function* (input) {
    const solver = yield* Solver
    const table = tableOf(input.profile)
    if (table === undefined)
      return yield* refusal("cell-key", "no unbiased perturbation table exists for this threshold")
    const keys = keysOf(input, table)
    const pattern = yield* safePattern("cell-key", input)
    const cells = suppressAndPerturb(solver, input, pattern, (hidden) => perturbedCells(input, table, keys, hidden))
    return cells ?? (yield* refusal("cell-key", "no safe form of these tables was found", true))
  })
}

/** Like `cell-key`, then moved as little as necessary for sums to hold. The hidden cells are those of exact figures. */
export const additiveCellKeyMethod: ProtectionMethod = {
  name: "cell-key-additive",
  describe:
    "Cells are hidden as if figures were exact; to these a small amount is added that is drawn once for the persons in the cell, and then they are moved until they add up.",
  protect: Effect.fn("cell-key-additive")(function* (input) {
    const solver = yield* Solver
    const name = "cell-key-additive"
    const table = tableOf(input.profile)
    if (table === undefined) return yield* refusal(name, "no unbiased perturbation table exists for this threshold")
    const { system } = input.linked
    const cells = perturbedCells(input, table, keysOf(input, table), (yield* safePattern(name, input)).hidden)
    const moved = controlledRounding(
      solver,
      {
        system,
        target: cells.shown,
        free: Uint8Array.from(cells.shown, (figure) => (Number.isNaN(figure) ? 1 : 0)),
        base: 1,
        tie: cellTies(input.linked),
        least: input.profile.threshold
      },
      { beyond: [0, 4, 16, 64, 256, 4096] }
    )
    if (moved === undefined) return yield* refusal(name, "no additive figures near these were found")
    const { figure, beyond } = moved
    const { threshold } = input.profile
    const low = cells.known.low.map((bound, cell) =>
      (figure[cell] as number) > 0
        ? Math.max(threshold, bound - (cells.shown[cell] as number) + (figure[cell] as number) - beyond)
        : bound
    )
    const high = cells.known.high.map((bound, cell) =>
      (figure[cell] as number) > 0 ? bound - (cells.shown[cell] as number) + (figure[cell] as number) + beyond : bound
    )
    return { hidden: cells.hidden, shown: figure, known: { low, high }, additive: true }
  })
}
