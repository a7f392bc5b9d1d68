import type { Solution } from "../solver/LinearProgramme.ts"
import { type ClassNeeds, isOpen } from "./ClassNeeds.ts"
import type { Component } from "./components.ts"

/** Tolerance between a solver's number and the whole number that it stands for. */
export const tolerance = 1e-5

/** How far an unknown may lie beyond a bound without being pulled back: an error of numbers, below the tolerance. */
const slack = 2e-6

/**
 * What is proved so far about the classes of one component. The outer bounds (`equations.low`, `equations.high`) hold
 * for every solution. [seenLow, seenHigh] contains whole numbers between values that solutions take. The exact
 * interval lies between the two.
 */
export class ComponentSearch {
  /** The bounds at the start. A real solution may exceed a bound that was rounded inwards later. */
  readonly #low: Float64Array
  readonly #high: Float64Array
  readonly component: Component
  readonly needs: ClassNeeds
  readonly seenLow: Float64Array
  readonly seenHigh: Float64Array
  /** Classes with a judged cell. */
  readonly judged: ReadonlyArray<number>
  feasible: "unknown" | "yes" | "no" = "unknown"
  /** Called with each solution that extends the known values of an open class. */
  keep: ((point: Float64Array) => void) | undefined

  constructor(component: Component, needs: ClassNeeds) {
    this.component = component
    this.needs = needs
    const size = component.members.length
    this.seenLow = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
    this.seenHigh = new Float64Array(size).fill(Number.NEGATIVE_INFINITY)
    this.#low = component.equations.low.slice()
    this.#high = component.equations.high.slice()
    const judged: Array<number> = []
    component.members.forEach((id, local) => {
      if ((needs.start[id + 1] as number) > (needs.start[id] as number)) judged.push(local)
    })
    this.judged = judged
  }

  /** Returns whether a cell of the class is neither proved safe nor proved narrow. */
  isOpen(local: number): boolean {
    const { low, high } = this.component.equations
    return isOpen(this.needs, this.component.members[local] as number, {
      seenLow: this.seenLow[local] as number,
      seenHigh: this.seenHigh[local] as number,
      low: low[local] as number,
      high: high[local] as number
    })
  }

  /** Returns whether the known values prove every cell of the class safe. */
  isWide(local: number): boolean {
    const [low, high] = [this.seenLow[local] as number, this.seenHigh[local] as number]
    const ends = { seenLow: low, seenHigh: high, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
    return !isOpen(this.needs, this.component.members[local] as number, ends)
  }

  /** Returns the number of classes with a cell that is proved narrow. */
  narrow(): number {
    return this.judged.filter((local) => !this.isOpen(local) && !this.isWide(local)).length
  }

  /** Returns whether an end is exact: a solution takes the outer bound. */
  isMet(local: number, direction: "most" | "least"): boolean {
    const { low, high } = this.component.equations
    return direction === "most" ? this.seenHigh[local] === high[local] : this.seenLow[local] === low[local]
  }

  open(): Array<number> {
    return this.judged.filter((local) => this.isOpen(local))
  }

  /** Returns whether the point satisfies all bounds and rows. */
  holds(point: Float64Array): boolean {
    const { rows, start, index, coefficient, right } = this.component.equations
    const low = this.#low
    const high = this.#high
    for (let v = 0; v < low.length; v++) {
      const x = point[v] as number
      if (!(x >= (low[v] as number) - tolerance && x <= (high[v] as number) + tolerance)) return false
    }
    for (let r = 0; r < rows; r++) {
      let sum = 0
      for (let at = start[r] as number; at < (start[r + 1] as number); at++)
        sum += (coefficient[at] as number) * (point[index[at] as number] as number)
      if (Math.abs(sum - (right[r] as number)) > tolerance) return false
    }
    return true
  }

  /**
   * Records what a programme proves about one end: its bound, or that there is no solution or no bound. Returns
   * whether it has a point.
   */
  takeEnd(
    local: number,
    direction: "most" | "least",
    { outcome, bound }: Pick<Solution, "outcome" | "bound">
  ): boolean {
    const { low, high } = this.component.equations
    if (outcome === "infeasible") this.feasible = "no"
    if (outcome === "unbounded") {
      if (direction === "most") this.seenHigh[local] = Number.POSITIVE_INFINITY
      else this.seenLow[local] = Number.NEGATIVE_INFINITY
    }
    if (outcome !== "optimal" && outcome !== "feasible") return false
    if (direction === "most") high[local] = Math.min(high[local] as number, Math.floor(bound + tolerance))
    else low[local] = Math.max(low[local] as number, Math.ceil(bound - tolerance))
    return true
  }

  /** Records a point as a witness if it is a solution. */
  absorb(point: Float64Array): boolean {
    if (point.length === 0 || !this.holds(point)) return false
    this.feasible = "yes"
    if (this.keep !== undefined && this.#widens(point)) this.keep(point)
    for (let v = 0; v < point.length; v++) this.see(v, point[v] as number, point[v] as number)
    return true
  }

  /**
   * Records the solution on the line from a solution to a balanced point, as far as the bounds allow. Returns it, or
   * undefined if it is not a solution.
   */
  absorbToward(from: Float64Array, to: Float64Array): Float64Array | undefined {
    let part = 1
    for (let v = 0; v < to.length; v++) {
      const x = from[v] as number
      const by = (to[v] as number) - x
      if (by > 0) part = Math.min(part, Math.max(slack, this.roomAbove(v, x) + slack) / by)
      else if (by < 0) part = Math.min(part, Math.max(slack, this.roomBelow(v, x) + slack) / -by)
    }
    const point = part === 1 ? to : to.map((x, v) => (from[v] as number) + part * (x - (from[v] as number)))
    return this.absorb(point) ? point : undefined
  }

  #widens(point: Float64Array): boolean {
    return this.judged.some((local) => {
      const x = point[local] as number
      const isOutside =
        Math.ceil(x - tolerance) < (this.seenLow[local] as number) ||
        Math.floor(x + tolerance) > (this.seenHigh[local] as number)
      return isOutside && this.isOpen(local)
    })
  }

  /** Returns how far above a value solutions may lie. */
  roomAbove(local: number, from: number): number {
    return (this.#high[local] as number) - from
  }

  roomBelow(local: number, from: number): number {
    return from - (this.#low[local] as number)
  }

  /** Records values that solutions take. */
  see(local: number, low: number, high: number): void {
    this.seenLow[local] = Math.min(this.seenLow[local] as number, Math.ceil(low - tolerance))
    this.seenHigh[local] = Math.max(this.seenHigh[local] as number, Math.floor(high + tolerance))
  }

  /** Returns whether the class is safe once it has risen as far as `riseTo` says. */
  risesToWide(local: number): boolean {
    const ends = { seenLow: this.seenLow[local] as number, seenHigh: this.riseTo(local) }
    const open = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
    return !isOpen(this.needs, this.component.members[local] as number, { ...ends, ...open })
  }

  /**
   * Returns the value to which the class must rise to be safe together with what is known below, within the outer
   * bounds.
   */
  riseTo(local: number): number {
    return this.#target(local, 1)
  }

  /**
   * Returns the value to which the class must fall to be safe together with what is known above, within the outer
   * bounds.
   */
  fallTo(local: number): number {
    return this.#target(local, -1)
  }

  #target(local: number, direction: number): number {
    const { needs } = this
    const id = this.component.members[local] as number
    const seen = direction > 0 ? (this.seenLow[local] as number) : -(this.seenHigh[local] as number)
    let target = seen
    for (let at = needs.start[id] as number; at < (needs.start[id + 1] as number); at++) {
      target = Math.max(target, seen + (needs.width[at] as number))
      if ((needs.sign[at] as number) === direction)
        target = Math.max(target, Math.max(needs.reach[at] as number, needs.small) - (needs.offset[at] as number))
    }
    const { low, high } = this.component.equations
    return direction > 0 ? Math.min(target, high[local] as number) : -Math.min(target, -(low[local] as number))
  }
}

/** Returns whether all values are whole, up to the tolerance. */
export const isWhole = (point: Float64Array): boolean => point.every((x) => Math.abs(x - Math.round(x)) <= tolerance)
