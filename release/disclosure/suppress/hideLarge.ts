import { aroundTruth, pushOnce, toMiddle } from "../attack/byPushes.ts"
import { Push } from "../attack/Push.ts"
import { Search } from "../attack/Search.ts"
import type { Witnesses } from "../attack/Witnesses.ts"
import type { SecondThread } from "../threads/SecondThread.ts"
import type { Classes } from "./Classes.ts"
import { type CellsOf, cellsOf } from "./Closure.ts"
import { coverRows } from "./coverRows.ts"
import { hiddenRows, needsOfHidden } from "./HiddenRows.ts"
import { hideByPrices } from "./hideByPrices.ts"

/** Steps of the ask that prices rows. */
const priceSteps = 600
const slight = 0.01

/** Once a push closes less than this part of what is open more is hidden for the rest. */
const leastPart = 0.05

const mostRounds = 60

/**
 * What to hide in a table too large for `Pattern`: rows are covered first; then pushes show hidden classes to be wide enough, many at
 * once, and for those that no push raises more is hidden where the prices of rows say that it helps most for what it costs. The solutions
 * go to `witnesses`: the attacker, who has the last word, need only check them. Deterministic.
 */
export const hideLarge = (classes: Classes, witnesses: Witnesses, second?: SecondThread): void => {
  const seen = { low: classes.value.slice(), high: classes.value.slice() }
  /** Where pushes have come to, by class and by row, so that the next round goes on from there. */
  const point = classes.value.slice()
  const price = new Float64Array(classes.rows)
  /** The last solution, by class: what is hidden since has its true value in it. */
  const solution = classes.value.slice()
  const cells = cellsOf(classes)
  for (let round = 0; round < mostRounds; round++) {
    const bounds = coverRows(classes)
    const { hidden } = bounds
    const { equations, rowOf } = hiddenRows(classes, bounds)
    const search = new Search({ members: Int32Array.from(hidden.keys()), equations }, needsOfHidden(classes, hidden))
    const truth = Float64Array.from(hidden, (of) => classes.value[of] as number)
    hidden.forEach((of, unknown) => {
      search.see(unknown, seen.low[of] as number, seen.high[of] as number)
    })
    search.keep = keeping(witnesses, hidden, cells)
    const push = new Push(equations, truth, aroundTruth, second)
    push.goOnFrom(
      truth.map((_, unknown) => point[hidden[unknown] as number] as number),
      push.price.map((_, k) => price[rowOf[k] as number] as number)
    )
    const last = hidden.map((of) => solution[of] as number)
    const { open, came } = pushAll(push, search, { truth, last: Float64Array.from(last), isFirst: round === 0 })
    hidden.forEach((of, unknown) => {
      seen.low[of] = search.seenLow[unknown] as number
      seen.high[of] = search.seenHigh[unknown] as number
      solution[of] = came[unknown] as number
    })
    if (open.length === 0) return
    const lacking = priceRows(push, search, open)
    hidden.forEach((of, unknown) => {
      point[of] = push.point[unknown] as number
    })
    rowOf.forEach((r, k) => {
      price[r] = push.price[k] as number
    })
    if (hideByPrices(classes, price, lacking) === 0) return
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
const pushAll = (push: Push, search: Search, { truth, last, isFirst }: From) => {
  const stillOpen = () => search.judged.filter((v) => !search.isWide(v))
  let open = stillOpen()
  let came = last
  if (isFirst && open.length > 0) came = search.absorbToward(came, toMiddle(push)) ?? came
  for (let before = Number.POSITIVE_INFINITY; open.length > 0 && open.length <= before * (1 - leastPart); ) {
    before = open.length
    const asked = { unknowns: open, from: (v: number) => truth[v] as number, to: (v: number) => search.riseTo(v) }
    came = search.absorbToward(came, pushOnce(push, asked)) ?? came
    open = stillOpen()
  }
  return { open, came }
}

/** Asks for all that is open at once, so that rows get prices; answers what the open classes lack together. */
const priceRows = (push: Push, search: Search, open: ReadonlyArray<number>): number => {
  const weight = new Float64Array(push.point.length)
  const target = new Float64Array(push.point.length)
  for (const v of open) {
    weight[v] = 1
    target[v] = search.riseTo(v)
  }
  push.run({ weight, target }, priceSteps, slight)
  return open.reduce((sum, v) => sum + Math.max(0, (target[v] as number) - (push.point[v] as number)), 0)
}
