import { membersOf } from "../algebra/membersOf.ts"
import {
  aroundTruth,
  mayLand,
  type RaiseRequest,
  raiseTogether,
  type Strategy,
  toInterior
} from "../attack/byPrimalDual.ts"
import { ComponentSearch } from "../attack/ComponentSearch.ts"
import type { Effort } from "../attack/Effort.ts"
import { PrimalDual } from "../attack/PrimalDual.ts"
import { pseudoRandom } from "../attack/pseudoRandom.ts"
import type { Witnesses } from "../attack/Witnesses.ts"
import { type Classes, classState } from "./Classes.ts"
import { equationsOver, needsOver } from "./equationsOver.ts"
import { payTolls } from "./payTolls.ts"

/** Unknowns of the first run as a share of all. */
const firstPart = 0.02

/**
 * Unknowns of a run in which published classes pay tolls, at first and at most, as shares of all. And tolls: of a class that costs as much as
 * hidden ones do on average, if it moves by `maxGift` persons. A class that is raised gains 3 for each person on average; a high toll hides
 * little and closes few classes.
 */
interface Tolls {
  readonly part: number
  readonly maxPart: number
  readonly first: number
  readonly most: number
}
const sparing: Tolls = { part: 0.008, maxPart: 0.016, first: 60, most: 120 }
const hasty: Tolls = { part: 0.016, maxPart: 0.03, first: 20, most: 40 }
const minToll = 5

/** With more classes a run takes half a second, and runs hide more. */
const sparingUpTo = 25_000

/** Unknowns of a run at least, without tolls and with them. */
const [minAtOnce, minForTolls] = [60, 24]

/** A run without tolls that closes a smaller share of its unknowns is followed by a smaller one; if more than twice that, by a larger one. */
const minClosed = 0.25

/** Consecutive runs that close less than this share of their unknowns before tolls are paid. */
const [maxPoor, poor] = [4, 0.2]

/** Shares of closed unknowns below which tolls fall and above which they rise. */
const [tooFew, plenty] = [0.35, 0.6]

/** A class that moves further costs no more. */
const maxGift = 10

/** Consecutive runs at the lowest toll that close nothing before the search ends. */
const maxInVain = 30

/** With at most this many open, programmes explain some of them before tolls are paid. */
const explainedUpTo = 800

/** If programmes settle fewer classes and more than a few are open, tolls follow. */
const [minSettled, fewOpen] = [4, 100]

/** Smaller moves of a published class are errors of numbers. */
const tolerance = 1e-6

/**
 * Proves the choice of a large table and completes it. Runs of the primal-dual method raise many random open classes at once. Where they
 * close few, published classes may move as well, at a toll in proportion to their cost; those that a solution moves are hidden. So each
 * run shows what it hides to be of use, and proves the classes that it raised. Solutions go to `witnesses`, so that the attack only checks
 * them. Deterministic. In one thread: two would share each run and poll for each other.
 */
export class LargeSearch {
  readonly #classes: Classes
  /** The classes that are or may be hidden, and the place of each there. */
  readonly #members: ReadonlyArray<number>
  readonly #localOf: Int32Array
  readonly #search: ComponentSearch
  readonly #primalDual: PrimalDual
  readonly #truth: Float64Array
  /** Runs with tolls in which a class failed; it gets more weight and a farther target. */
  readonly #failures: Uint8Array
  /** A solution towards which points outside the bounds are pulled back. */
  #inside: Float64Array
  #round = 0

  constructor(classes: Classes, witnesses: Witnesses) {
    const { count, state, mayHide, value } = classes
    this.#classes = classes
    const members: Array<number> = []
    this.#localOf = new Int32Array(count).fill(-1)
    for (let id = 0; id < count; id++)
      if (state[id] !== classState.published || mayHide[id] === 1) this.#localOf[id] = members.push(id) - 1
    this.#members = members
    const equations = equationsOver(classes, members)
    this.#truth = Float64Array.from(members, (id) => value[id] as number)
    this.#search = new ComponentSearch(
      { members: Int32Array.from(members.keys()), equations },
      needsOver(classes, members)
    )
    this.#search.keep = keeping(classes, witnesses, this.#localOf)
    this.#truth.forEach((x, v) => {
      this.#search.see(v, x, x)
    })
    this.#primalDual = new PrimalDual(equations, this.#truth, aroundTruth)
    this.#failures = new Uint8Array(members.length)
    this.#inside = this.#truth
  }

  /** Records a value that a class takes in a solution. */
  see(id: number, value: number): void {
    this.#search.see(this.#localOf[id] as number, value, value)
  }

  /** Returns whether a class is not proved yet. */
  isOpen(id: number): boolean {
    return !this.#search.isWide(this.#localOf[id] as number)
  }

  /** Returns the hidden classes that are not proved yet. */
  open(): Array<number> {
    return this.#open().map((v) => this.#members[v] as number)
  }

  /**
   * Continues until all hidden classes are proved. Returns those that are left, or none.
   *
   * @param effort stops the search when it is spent
   * @param explain looks for changes that move some of these classes and hides what others lack, by programmes; returns how many it settled
   */
  run(effort: Effort, explain: (open: ReadonlyArray<number>) => number): ReadonlyArray<number> {
    let published = this.#begin()
    const price = this.#prices()
    let open = this.#open()
    let toll = Number.POSITIVE_INFINITY
    const firstSize = Math.max(minAtOnce, this.#truth.length * firstPart)
    let size = firstSize
    const tolls = this.#classes.count > sparingUpTo ? hasty : sparing
    /** Runs of fewer unknowns close too few for what they cost. */
    const worthPaying = this.#truth.length * tolls.part
    let worthwhile = true
    for (let [failed, inVain] = [0, 0]; open.length > 0 && inVain < maxInVain && !effort.isSpent; ) {
      const paying = Number.isFinite(toll)
      const drawn = this.#draw(open, size)
      const { isSolution, hid } = this.#raise(drawn, paying ? published : new Set(), (v) => toll * price(v))
      effort.spend(this.#primalDual.takeWork())
      const closed = drawn.filter((v) => this.#search.isWide(v)).length / drawn.length
      const left = this.#open()
      if (!paying) {
        if (closed < minClosed) size = Math.max(size * 0.7, minAtOnce)
        else if (closed > 2 * minClosed) size *= 1.4
        failed = open.length - left.length < poor * drawn.length ? failed + 1 : 0
        if (left.length > 0 && (failed === maxPoor || size < worthPaying)) {
          if (worthwhile && left.length <= explainedUpTo) {
            const settled = explain(left.map((v) => this.#members[v] as number))
            worthwhile = settled >= minSettled || (settled > 0 && left.length <= fewOpen)
            if (settled > 0) {
              published = this.#begin()
              open = this.#open()
              failed = 0
              size = firstSize
              continue
            }
          }
          toll = tolls.first
          size = Math.max(minForTolls, worthPaying)
        }
      } else {
        if (closed < tooFew) {
          if (isSolution) toll = Math.max(minToll, toll * 0.8)
          size = Math.max(minForTolls, Math.min(size, drawn.length) * 0.7)
        } else if (closed > plenty) {
          toll = Math.min(tolls.most, toll * 1.15)
          size = Math.min(this.#truth.length * tolls.maxPart, size * 1.2)
        }
        inVain = hid === 0 && left.length >= open.length && (toll === minToll || !isSolution) ? inVain + 1 : 0
      }
      open = left
    }
    return this.open()
  }

  /** Fixes the published classes and releases the others, which may have been hidden since. Returns the published ones. */
  #begin(): Set<number> {
    const published = new Set<number>()
    this.#members.forEach((id, v) => {
      if (this.#classes.state[id] === classState.published) {
        published.add(v)
        this.#primalDual.fix(v)
      } else this.#primalDual.release(v, 0)
    })
    if (this.#round === 0)
      this.#inside = this.#search.absorbToward(this.#inside, toInterior(this.#primalDual)) ?? this.#inside
    return published
  }

  /** Returns the cost of a class for one person, as a share of what those cost that are hidden to protect others. */
  #prices(): (v: number) => number {
    const { state, cost, value, low } = this.#classes
    const hidden = [...state.keys()].filter((id) => state[id] === classState.secondary)
    const all = hidden.reduce((sum, id) => sum + (cost[id] as number), 0)
    const usual = all > 0 ? all / hidden.length : cost.reduce((most, one) => Math.max(most, one), 1)
    return (v) => {
      const id = this.#members[v] as number
      const room = Math.max(1, Math.min(maxGift, (value[id] as number) - (low[id] as number)))
      return (cost[id] as number) / usual / room
    }
  }

  #open(): ReadonlyArray<number> {
    const isPublished = (v: number) => this.#classes.state[this.#members[v] as number] === classState.published
    return this.#search.judged.filter((v) => !isPublished(v) && !this.#search.isWide(v))
  }

  #draw(open: ReadonlyArray<number>, size: number): ReadonlyArray<number> {
    const round = this.#round++
    const drawn = open.filter((v) => pseudoRandom(v, ~round) * open.length < size)
    return drawn.length > 0 ? drawn : [open[round % open.length] as number]
  }

  /** Raises the drawn unknowns at once, and hides those of the published ones that a solution moves. */
  #raise(
    drawn: ReadonlyArray<number>,
    published: Set<number>,
    tollOf: (v: number) => number
  ): { readonly isSolution: boolean; readonly hid: number } {
    const primalDual = this.#primalDual
    const search = this.#search
    const pays = published.size > 0
    const round = this.#round
    const failures = (v: number) => (pays ? (this.#failures[v] as number) : 0)
    const request: RaiseRequest = {
      unknowns: drawn,
      from: (v) => this.#truth[v] as number,
      to: (v) => {
        const more = Math.min(2, 0.2 * failures(v))
        return search.risesToWide(v) ? search.riseTo(v) + more : search.fallTo(v) - more
      }
    }
    const strategy: Strategy = {
      goOn: [0.5, 0.9],
      more: 0.1,
      pull: (v) => (0.6 + 4.8 * pseudoRandom(v, round)) * (1 + 0.3 * failures(v)),
      lands: drawn.length <= mayLand
    }
    const { paid, come } = pays ? payTolls(primalDual, request, strategy, published, tollOf) : { paid: [], come: drawn }
    const point = raiseTogether(primalDual, { ...request, unknowns: come }, strategy)
    const found = search.absorbToward(this.#inside, point)
    let hid = 0
    for (const v of paid) {
      const isMoved = found !== undefined && Math.abs((found[v] as number) - (this.#truth[v] as number)) > tolerance
      if (!isMoved) {
        primalDual.fix(v)
        continue
      }
      this.#classes.state[this.#members[v] as number] = classState.secondary
      published.delete(v)
      hid += 1
    }
    if (pays)
      for (const v of drawn) if (!search.isWide(v)) this.#failures[v] = Math.min(20, (this.#failures[v] as number) + 1)
    return { isSolution: found !== undefined, hid }
  }
}

/** Stores solutions for the attack. */
const keeping = (classes: Classes, witnesses: Witnesses, localOf: Int32Array) => {
  const { start, member } = membersOf(classes.classOf, classes.count)
  const cells: Array<number> = []
  const local: Array<number> = []
  localOf.forEach((unknown, id) => {
    if (unknown < 0) return
    for (let at = start[id] as number; at < (start[id + 1] as number); at++) {
      cells.push(member[at] as number)
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
