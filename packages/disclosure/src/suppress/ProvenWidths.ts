import type { Circulation } from "../attack/maxDisplacement.ts"
import type { Classes } from "./Classes.ts"

/** Limit of the factor by which a circulation is stretched. */
const maxStretch = 64

/**
 * Tracks which classes known circulations prove wide enough. A circulation moves many classes, both ways and
 * stretched up to the bounds. Only a hint: the attack decides.
 */
export class ProvenWidths {
  readonly #classes: Classes
  readonly #low: Float64Array
  readonly #high: Float64Array

  constructor(classes: Classes) {
    this.#classes = classes
    this.#low = classes.value.slice()
    this.#high = classes.value.slice()
  }

  take({ classes: moved, by }: Circulation): void {
    const { value, low, high } = this.#classes
    let up = maxStretch
    let down = maxStretch
    moved.forEach((id, k) => {
      const change = by[k] as number
      const above = ((high[id] as number) - (value[id] as number)) / Math.abs(change)
      const below = ((value[id] as number) - (low[id] as number)) / Math.abs(change)
      up = Math.min(up, change > 0 ? above : below)
      down = Math.min(down, change > 0 ? below : above)
    })
    moved.forEach((id, k) => {
      const [a, b] = [up * (by[k] as number), -down * (by[k] as number)]
      this.#low[id] = Math.min(this.#low[id] as number, (value[id] as number) + Math.min(a, b))
      this.#high[id] = Math.max(this.#high[id] as number, (value[id] as number) + Math.max(a, b))
    })
  }

  isWide(id: number): boolean {
    const { width, reach, small } = this.#classes
    // Counts whole numbers between the values: fractions of a person count for nothing.
    const from = Math.ceil((this.#low[id] as number) - 1e-6)
    const to = Math.floor((this.#high[id] as number) + 1e-6)
    const isSmall = small > 0 && from >= 1 && to <= small - 1
    return to - from >= (width[id] as number) && to >= (reach[id] as number) && !isSmall
  }
}
