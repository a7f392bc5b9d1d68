import { Effect } from "effect"
import { controlledRounding } from "../perturb/controlledRounding.ts"
import { cellTies } from "../perturb/labelKeys.ts"
import { midpoint6, nearest, type Rounding, roundingKnowledge } from "../perturb/Rounding.ts"
import { Solver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import { type MethodInput, MethodRefused, type ProtectedCells, type ProtectionMethod } from "./ProtectionMethod.ts"
import { suppressAndPerturb } from "./suppressAndPerturb.ts"
import { safePattern } from "./suppressionMethod.ts"
import { withHidden } from "./withHidden.ts"

const base = 5
const notShown = { low: 0, high: Number.POSITIVE_INFINITY }

const refusal = (method: string) =>
  new MethodRefused({ method, message: "no safe form of these tables was found", disclosing: true })

/** Rounds each figure by itself. Sums of figures need not hold. */
export const roundedCells = (input: MethodInput, rounding: Rounding, hidden: Hidden): ProtectedCells => {
  const { system } = input.linked
  const shown = system.value.map((value, cell) =>
    hidden[cell] === 0 && system.unshown[cell] === 0 ? rounding.round(value) : Number.NaN
  )
  const figures = roundingKnowledge(shown, hidden, rounding, input.profile.threshold, notShown)
  return { hidden: hidden.slice(), shown, known: withHidden(shown, figures, input.known), additive: false }
}

const roundingMethod = (name: string, rounding: Rounding, describe: string): ProtectionMethod => ({
  name,
  describe,
  protect: Effect.fn(name)(function* (input) {
    const solver = yield* Solver
    const pattern = yield* safePattern(name, input)
    const cells = suppressAndPerturb(solver, input, pattern, (hidden) => roundedCells(input, rounding, hidden))
    return cells ?? (yield* refusal(name))
  })
})

export const nearestFive = roundingMethod(
  "rounding",
  nearest(base),
  "Unsafe cells are hidden, and some others; all other figures are rounded to the nearest 5, each by itself: they need not add up."
)

export const midpointSix = roundingMethod(
  "midpoint-6",
  midpoint6,
  "Unsafe cells are hidden, and some others; all other figures are rounded up to a multiple of 6, less 3: they need not add up."
)

/**
 * Rounds so that sums hold. Rounding all figures together binds them more than each one's interval, so it does not
 * reduce what must be hidden. The hidden cells are those of exact figures, and no figure depends on a hidden one.
 */
export const controlledFive: ProtectionMethod = {
  name: "controlled-rounding",
  describe: "Cells are suppressed as for exact figures. Figures are rounded to multiples of 5 so that they add up.",
  protect: Effect.fn("controlled-rounding")(function* (input) {
    const solver = yield* Solver
    const { system } = input.linked
    const { hidden } = yield* safePattern("controlled-rounding", input)
    const free = hidden.map((mark, cell) => (mark !== 0 || system.unshown[cell] === 1 ? 1 : 0))
    const rounded = controlledRounding(solver, {
      system,
      target: system.value,
      free,
      base,
      tie: cellTies(input.linked)
    })
    if (rounded === undefined)
      return yield* new MethodRefused({
        method: "controlled-rounding",
        message: "no additive figures near the counts were found; try 'rounding', which does not need them",
        disclosing: false
      })
    const { figure, beyond } = rounded
    const reach = base * (beyond + 1) - 1
    const { threshold } = input.profile
    const figures = roundingKnowledge(
      figure,
      hidden,
      { below: reach, above: reach, zeroIsZero: Math.floor(threshold / base) > beyond },
      threshold,
      notShown
    )
    return { hidden, shown: figure, known: withHidden(figure, figures, input.known), additive: true }
  })
}
