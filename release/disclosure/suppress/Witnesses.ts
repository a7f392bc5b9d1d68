import type { Classes } from "./Classes.ts"
import { classState } from "./Classes.ts"
import type { Closure } from "./ClosureSearch.ts"

/** Most that a closure is stretched: far beyond what any need asks for. */
const mostStretch = 1000

/**
 * What is shown to be possible of each class by changes of the table that attackers cannot tell from the truth. The truth plus
 * `lowest … highest` times a closure's changes are all solutions, so that one closure shows something for all its classes.
 */
export class Witnesses {
  readonly #classes: Classes
  readonly closures: Array<Closure | undefined> = []
  /** Closures in which each class stands. */
  readonly #of: Array<Array<number>>
  readonly #lowest: Array<number> = []
  readonly #highest: Array<number> = []
  readonly seenLow: Float64Array
  readonly seenHigh: Float64Array

  constructor(classes: Classes) {
    this.#classes = classes
    this.#of = Array.from({ length: classes.count }, () => [])
    this.seenLow = classes.value.slice()
    this.seenHigh = classes.value.slice()
  }

  add(closure: Closure): number {
    const { value, low, high } = this.#classes
    let up = mostStretch
    let down = mostStretch
    closure.classes.forEach((of, k) => {
      const by = closure.by[k] as number
      const above = ((high[of] as number) - (value[of] as number)) / Math.abs(by)
      const below = ((value[of] as number) - (low[of] as number)) / Math.abs(by)
      up = Math.min(up, by > 0 ? above : below)
      down = Math.min(down, by > 0 ? below : above)
    })
    const id = this.closures.push(closure) - 1
    this.#highest.push(Math.floor(up))
    this.#lowest.push(-Math.floor(down))
    for (const of of closure.classes) (this.#of[of] as Array<number>).push(id)
    this.#see(id)
    return id
  }

  #see(id: number): void {
    const closure = this.closures[id]
    if (closure === undefined) return
    closure.classes.forEach((of, k) => {
      const a = (closure.by[k] as number) * (this.#lowest[id] as number)
      const b = (closure.by[k] as number) * (this.#highest[id] as number)
      const v = this.#classes.value[of] as number
      this.seenLow[of] = Math.min(this.seenLow[of] as number, v + Math.min(a, b))
      this.seenHigh[of] = Math.max(this.seenHigh[of] as number, v + Math.max(a, b))
    })
  }

  /** Closures with the class in them, which hold no longer when it is published. */
  with(of: number): ReadonlyArray<number> {
    return (this.#of[of] as ReadonlyArray<number>).filter((id) => this.closures[id] !== undefined)
  }

  /** Takes closures out and answers them with the classes that lose by it. */
  remove(ids: ReadonlyArray<number>): { readonly closures: ReadonlyArray<Closure>; readonly classes: Set<number> } {
    const classes = new Set<number>()
    const closures: Array<Closure> = []
    for (const id of ids) {
      const closure = this.closures[id]
      if (closure === undefined) continue
      closures.push(closure)
      this.closures[id] = undefined
      for (const of of closure.classes) classes.add(of)
    }
    for (const of of classes) {
      this.seenLow[of] = this.#classes.value[of] as number
      this.seenHigh[of] = this.#classes.value[of] as number
      this.#of[of] = (this.#of[of] as ReadonlyArray<number>).filter((id) => this.closures[id] !== undefined)
      for (const id of this.#of[of] as ReadonlyArray<number>) this.#seeOne(id, of)
    }
    return { closures, classes }
  }

  #seeOne(id: number, of: number): void {
    const closure = this.closures[id] as Closure
    const by = closure.by[closure.classes.indexOf(of)] as number
    const a = by * (this.#lowest[id] as number)
    const b = by * (this.#highest[id] as number)
    const v = this.#classes.value[of] as number
    this.seenLow[of] = Math.min(this.seenLow[of] as number, v + Math.min(a, b))
    this.seenHigh[of] = Math.max(this.seenHigh[of] as number, v + Math.max(a, b))
  }

  /** Is the class shown to be as wide as it needs? Published ones and unshown ones without needs are. */
  isMet(of: number): boolean {
    const { state, judged, width, reach, small } = this.#classes
    if (state[of] === classState.published || judged[of] === 0) return true
    const low = this.seenLow[of] as number
    const high = this.seenHigh[of] as number
    return (
      high - low >= (width[of] as number) &&
      high >= (reach[of] as number) &&
      !(small > 0 && low >= 1 && high <= small - 1)
    )
  }

  /** By how much the class must rise to be met, and by how much it may fall instead; NaN where falling is not enough. */
  missing(of: number): { readonly rise: number; readonly fall: number } {
    const { value, width, reach, small } = this.#classes
    const v = value[of] as number
    const low = this.seenLow[of] as number
    const high = this.seenHigh[of] as number
    const provesSmall = small > 0 && low >= 1 && v < small
    const rise = Math.max(low + (width[of] as number), reach[of] as number, provesSmall ? small : 0) - v
    const falls = high >= (reach[of] as number)
    const fall = falls
      ? v -
        (high <= small - 1 && provesSmall ? Math.min(0, high - (width[of] as number)) : high - (width[of] as number))
      : Number.NaN
    return { rise, fall }
  }
}
