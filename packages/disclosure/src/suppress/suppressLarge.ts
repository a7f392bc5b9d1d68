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

/** Steps of the run that prices rows. */
const priceSteps = 600
const slight = 0.01

/** If a run closes a smaller share of the open classes, more is hidden for the rest. */
const leastPart = 0.05

const mostRounds = 60

/** State of the search, so that it continues after more is hidden. Hiding more invalidates no solution. */
export interface SearchProgress {
  /** Values that solutions take, by class. */
  readonly seen: { readonly low: Float64Array; readonly high: Float64Array }
  /** By class and by row. */
  readonly point: Float64Array
  readonly price: Float64Array
  /** The last solution, by class. Classes hidden since have their true value. */
  readonly solution: Float64Array
}

/** Returns the state at the start. */
export const initialProgress = ({ value, rows }: Classes): SearchProgress => ({
  seen: { low: value.slice(), high: value.slice() },
  point: value.slice(),
  price: new Float64Array(rows),
  solution: value.slice()
})

/**
 * Protects a table that is too large for `SuppressionPattern`: covers rows first, then proves many classes wide at
 * once by the primal-dual method, and hides more where the dual prices of rows show that it helps most for its cost.
 * Solutions go to `witnesses`, so that the attack only checks them. Deterministic.
 *
 * @param effort stops the search when it is spent
 * @param reached the state of the search; changed in place
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

/** Stores solutions over hidden classes for the attack. */
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
  /** A solution towards which points outside the bounds are pulled back. */
  readonly last: Float64Array
  readonly isFirst: boolean
}

/** Runs as long as each closes much. Returns the open classes and the last solution. */
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
    const request = { unknowns: open, from: (v: number) => truth[v] as number, to: (v: number) => search.riseTo(v) }
    came = search.absorbToward(came, raiseTogether(primalDual, request)) ?? came
    effort.spend(primalDual.takeWork())
    open = stillOpen()
  }
  return { open, came }
}

/** Runs for all open classes at once to price the rows. Returns their total shortage. */
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
