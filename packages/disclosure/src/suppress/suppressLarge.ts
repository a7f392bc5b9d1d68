import { aroundTruth, mayLand, raiseTogether, randomStrategy, toInterior } from "../attack/byPrimalDual.ts"
import { ComponentSearch } from "../attack/ComponentSearch.ts"
import type { Effort } from "../attack/Effort.ts"
import { PrimalDual } from "../attack/PrimalDual.ts"
import { pseudoRandom } from "../attack/pseudoRandom.ts"
import type { Witnesses } from "../attack/Witnesses.ts"
import type { Classes } from "./Classes.ts"
import { type CellsOf, cellsOf } from "./cellsOf.ts"
import { coverRows } from "./coverRows.ts"
import { hiddenRows, needsOfHidden } from "./HiddenRows.ts"
import { hideByDualPrices } from "./hideByDualPrices.ts"

/** Steps of the run that prices rows. */
const priceSteps = 600
const slight = 0.01

/**
 * Share of the shortage that is covered before more runs if few classes are open. The run that prices rows raises all open classes at once,
 * so that most of what they lack is taken by others; of few, less.
 */
const coveredOfFew = 0.3

/** With fewer open classes each run takes a quarter of them, and more of the shortage is covered. */
const fewOpen = 100

/** With at most this many open, programmes explain some of them before rows are priced. */
const explainedUpTo = 800

/** If programmes settle fewer classes, they come again once few are open: ways of safe classes are long, and the search for them is in vain. */
const leastSettled = 4

/** With at most this many, rows are not priced. */
const leastOpen = 10

const mostRounds = 60

/**
 * How runs are filled. More unknowns compete for the same room: a smaller share of them is closed, but more in all, at the price of hiding more.
 */
interface Filling {
  /** Unknowns of the first run as a share of all. */
  readonly firstPart: number
  /** If a run closes a smaller share of its unknowns, the next one takes fewer. */
  readonly enough: number
  /** If a run closes a larger share, the next one takes more. */
  readonly most: number
  /** Poor runs in a row before rows are priced. */
  readonly mostPoor: number
  /** Share of the shortage that is then covered. */
  readonly covered: number
}
const careful: Filling = { firstPart: 0.02, enough: 0.25, most: 0.5, mostPoor: 4, covered: 0.1 }
const crowded: Filling = { firstPart: 0.05, enough: 0.12, most: 0.3, mostPoor: 3, covered: 0.06 }

/** With more classes a run takes half a second, and runs are crowded. */
const carefulUpTo = 25_000

const leastAtOnce = 60

/** Runs of few unknowns in which a class may fail before others have precedence. Among many it fails for lack of room. */
const mostFailures = 3

/**
 * Runs in sequence that close fewer classes than this share of their unknowns, if many or few are open, and runs without a solution in
 * total, before rows are priced.
 */
const leastPart = 0.2
const mostPoorOfFew = 6
const mostInVain = 10

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
 * Proves the choice of a large table and completes it: proves many classes wide at once by the primal-dual method, and
 * hides more where the dual prices of rows show that it helps most for its cost. Solutions go to `witnesses`, so that
 * the attack only checks them. Deterministic. Returns the classes that are left, or none if all are proved. In one
 * thread: two would share each run and poll for each other.
 *
 * @param effort stops the search when it is spent
 * @param reached the state of the search; changed in place
 * @param explain looks for changes that move some of these classes and hides what others lack, by programmes; returns how many it settled
 */
export const suppressLarge = (
  classes: Classes,
  witnesses: Witnesses,
  { seen, point, price, solution }: SearchProgress,
  effort: Effort,
  explain: (open: ReadonlyArray<number>) => number
): ReadonlyArray<number> => {
  const cells = cellsOf(classes)
  const filling = classes.count > carefulUpTo ? crowded : careful
  let left: ReadonlyArray<number> = []
  let worthwhile = true
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
    const primalDual = new PrimalDual(equations, truth, aroundTruth)
    primalDual.warmStart(
      truth.map((_, unknown) => point[hidden[unknown] as number] as number),
      primalDual.price.map((_, k) => price[rowOf[k] as number] as number)
    )
    const last = hidden.map((of) => solution[of] as number)
    const { open, came } = push(primalDual, search, effort, {
      filling,
      truth,
      last: Float64Array.from(last),
      isFirst: seen.low.every((low, of) => low === seen.high[of])
    })
    hidden.forEach((of, unknown) => {
      seen.low[of] = search.seenLow[unknown] as number
      seen.high[of] = search.seenHigh[unknown] as number
      solution[of] = came[unknown] as number
    })
    const store = () => {
      hidden.forEach((of, unknown) => {
        point[of] = primalDual.point[unknown] as number
      })
      rowOf.forEach((r, k) => {
        price[r] = primalDual.price[k] as number
      })
    }
    store()
    left = open.map((v) => hidden[v] as number)
    if (open.length === 0) break
    if (open.length <= explainedUpTo) {
      const settled: number = worthwhile ? explain(left) : 0
      worthwhile = settled >= leastSettled || open.length <= fewOpen
      if (settled > 0) continue
      if (open.length <= leastOpen) break
    }
    const lacking = priceRows(primalDual, search, open)
    effort.spend(primalDual.takeWork())
    store()
    const share = open.length < fewOpen ? coveredOfFew : filling.covered
    if (hideByDualPrices(classes, price, share * lacking) === 0) break
  }
  return left
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
  readonly filling: Filling
  readonly truth: Float64Array
  /** A solution towards which points outside the bounds are pulled back. */
  readonly last: Float64Array
  readonly isFirst: boolean
}

/** Runs over random open classes as long as they close many. Returns the open classes and the first solution. */
const push = (
  primalDual: PrimalDual,
  search: ComponentSearch,
  effort: Effort,
  { filling, truth, last, isFirst }: From
) => {
  const stillOpen = () => search.judged.filter((v) => !search.isWide(v))
  let open = stillOpen()
  let came = last
  if (isFirst && open.length > 0) came = search.absorbToward(came, toInterior(primalDual)) ?? came
  const isFew = open.length < fewOpen
  const failures = new Uint8Array(truth.length)
  let size = isFew ? open.length / 4 : Math.max(leastAtOnce, truth.length * filling.firstPart)
  let [poor, inVain] = [0, 0]
  for (
    let round = 0;
    open.length > 0 && poor < (isFew ? mostPoorOfFew : filling.mostPoor) && inVain < mostInVain && !effort.isSpent;
    round++
  ) {
    const live = isFew ? open : open.filter((v) => (failures[v] as number) < mostFailures)
    if (live.length === 0) break
    const drawn = live.filter((v) => pseudoRandom(v, ~round) * live.length < size)
    const unknowns = drawn.length > 0 ? drawn : [live[round % live.length] as number]
    const request = {
      unknowns,
      from: (v: number) => truth[v] as number,
      to: (v: number) => (search.risesToWide(v) ? search.riseTo(v) : search.fallTo(v))
    }
    const lands = unknowns.length <= mayLand
    const point = search.absorbToward(came, raiseTogether(primalDual, request, randomStrategy(round, lands)))
    effort.spend(primalDual.takeWork())
    const failed = unknowns.filter((v) => !search.isWide(v))
    if (point === undefined) inVain += 1
    else if (lands) for (const v of failed) failures[v] = (failures[v] as number) + 1
    const own = unknowns.length - failed.length
    if (isFew) size = open.length / 4
    else if (own < unknowns.length * filling.enough) size = Math.max(size * 0.7, leastAtOnce)
    else if (own > unknowns.length * filling.most) size *= 1.4
    const left = stillOpen()
    poor = open.length - left.length < leastPart * Math.max(1, unknowns.length) ? poor + 1 : 0
    open = left
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
