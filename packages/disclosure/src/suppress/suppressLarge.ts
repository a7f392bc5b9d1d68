import { aroundTruth, raiseTogether, toInterior } from "../attack/byPrimalDual.ts"
import { ComponentSearch } from "../attack/ComponentSearch.ts"
import type { Effort } from "../attack/Effort.ts"
import { PrimalDual } from "../attack/PrimalDual.ts"
import type { Witnesses } from "../attack/Witnesses.ts"
import type { WorkerThread } from "../worker/WorkerThread.ts"
import type { Classes } from "./Classes.ts"
import { type CellsOf, cellsOf } from "./cellsOf.ts"
import { coverRows } from "./coverRows.ts"
import { hiddenRows, needsOfHidden } from "./HiddenRows.ts"
import { hideByDualPrices } from "./hideByDualPrices.ts"

/** Steps of the ask that prices rows. */
const priceSteps = 600
const slight = 0.01

/** Once a push closes less than this part of what is open more is hidden for the rest. */
const leastPart = 0.05

const mostRounds = 60

/** Where pushes have come to, so that whoever hides more goes on from there: no solution becomes false by that. */
export interface SearchProgress {
  /** What solutions have taken, by class. */
  readonly seen: { readonly low: Float64Array; readonly high: Float64Array }
  /** By class and by row. */
  readonly point: Float64Array
  readonly price: Float64Array
  /** The last solution, by class: what is hidden since has its true value in it. */
  readonly solution: Float64Array
}

/** Where nothing was found yet. */
export const initialProgress = ({ value, rows }: Classes): SearchProgress => ({
  seen: { low: value.slice(), high: value.slice() },
  point: value.slice(),
  price: new Float64Array(rows),
  solution: value.slice()
})

/**
 * What to hide in a table too large for `Pattern`: rows are covered first; then pushes show hidden classes to be wide enough, many at
 * once, and for those that no push raises more is hidden where the prices of rows say that it helps most for what it costs. The solutions
 * go to `witnesses`: the attacker, who has the last word, need only check them. Deterministic.
 *
 * @param effort ends it where it is spent
 * @param reached where pushes on this table have come to before; changed in place
 */
export const suppressLarge = (
  classes: Classes,
  witnesses: Witnesses,
  { seen, point, price, solution }: SearchProgress,
  effort: Effort,
  worker?: WorkerThread
): void => {
  const cells = cellsOf(classes)
  for (let round = 0; round < mostRounds && !effort.isSpent; round++) {
    const bounds = coverRows(classes)
    const { hidden } = bounds
    const { equations, rowOf } = hiddenRows(classes, bounds)
    const search = new ComponentSearch(
      { members: Int32Array.from(hidden.keys()), equations },
      needsOfHidden(classes, hidden)
    )
    const truth = Float64Array.from(hidden, (of) => classes.value[of] as number)
    hidden.forEach((of, unknown) => {
      search.see(unknown, seen.low[of] as number, seen.high[of] as number)
    })
    search.keep = keeping(witnesses, hidden, cells)
    const primalDual = new PrimalDual(equations, truth, aroundTruth, worker)
    primalDual.warmStart(
      truth.map((_, unknown) => point[hidden[unknown] as number] as number),
      primalDual.price.map((_, k) => price[rowOf[k] as number] as number)
    )
    const last = hidden.map((of) => solution[of] as number)
    const { open, came } = pushAll(primalDual, search, effort, {
      truth,
      last: Float64Array.from(last),
      isFirst: seen.low.every((low, of) => low === seen.high[of])
    })
    hidden.forEach((of, unknown) => {
      seen.low[of] = search.seenLow[unknown] as number
      seen.high[of] = search.seenHigh[unknown] as number
      solution[of] = came[unknown] as number
    })
    if (open.length === 0) return
    const lacking = priceRows(primalDual, search, open)
    effort.spend(primalDual.takeWork())
    hidden.forEach((of, unknown) => {
      point[of] = primalDual.point[unknown] as number
    })
    rowOf.forEach((r, k) => {
      price[r] = primalDual.price[k] as number
    })
    if (hideByDualPrices(classes, price, lacking) === 0) return
  }
}

/** Where solutions over hidden classes are kept for the attacker. */
const keeping = (witnesses: Witnesses, hidden: ReadonlyArray<number>, { start, cell }: CellsOf) => {
  const cells: Array<number> = []
  const local: Array<number> = []
  hidden.forEach((of, unknown) => {
    for (let at = start[of] as number; at < (start[of + 1] as number); at++) {
      cells.push(cell[at] as number)
      local.push(unknown)
    }
  })
  return witnesses.of({
    cell: Uint32Array.from(cells),
    local: Int32Array.from(local),
    sign: new Int8Array(cells.length).fill(1),
    offset: new Float64Array(cells.length)
  })
}

interface From {
  readonly truth: Float64Array
  /** A solution, to come back towards from points that leave the bounds. */
  readonly last: Float64Array
  readonly isFirst: boolean
}

/** Pushes as long as they close much; answers what is open then, and the last solution. */
const pushAll = (primalDual: PrimalDual, search: ComponentSearch, effort: Effort, { truth, last, isFirst }: From) => {
  const stillOpen = () => search.judged.filter((v) => !search.isWide(v))
  let open = stillOpen()
  let came = last
  if (isFirst && open.length > 0) came = search.absorbToward(came, toInterior(primalDual)) ?? came
  for (
    let before = Number.POSITIVE_INFINITY;
    open.length > 0 && open.length <= before * (1 - leastPart) && !effort.isSpent;
  ) {
    before = open.length
    const asked = { unknowns: open, from: (v: number) => truth[v] as number, to: (v: number) => search.riseTo(v) }
    came = search.absorbToward(came, raiseTogether(primalDual, asked)) ?? came
    effort.spend(primalDual.takeWork())
    open = stillOpen()
  }
  return { open, came }
}

/** Asks for all that is open at once, so that rows get prices; answers what the open classes lack together. */
const priceRows = (primalDual: PrimalDual, search: ComponentSearch, open: ReadonlyArray<number>): number => {
  const weight = new Float64Array(primalDual.point.length)
  const target = new Float64Array(primalDual.point.length)
  for (const v of open) {
    weight[v] = 1
    target[v] = search.riseTo(v)
  }
  primalDual.run({ weight, target }, priceSteps, slight)
  return open.reduce((sum, v) => sum + Math.max(0, (target[v] as number) - (primalDual.point[v] as number)), 0)
}
