import type { CellIndex } from "./CellIndex.ts"
import { depthsOf } from "./commonMargins.ts"
import type { DimensionSums } from "./DimensionSums.ts"

/**
 * The levels of one dimension, as far as its codes are in tables. Each level cuts the dimension into disjoint codes.
 */
export class Levels {
  readonly depth: Uint32Array
  readonly #sums: DimensionSums
  /** 1 for codes in some table, 2 for codes with finer ones in a table. */
  readonly #used: Uint8Array
  /**
   * With one parent for each code and one division for each parent, every level is a cut. Otherwise only the finest
   * may be.
   */
  readonly #isTree: boolean
  readonly #isDividedOnce: boolean

  constructor(sums: DimensionSums, cells: CellIndex, dimension: number, rows: number) {
    this.#sums = sums
    this.depth = depthsOf(sums)
    this.#used = new Uint8Array(this.depth.length)
    for (let cell = 0; cell < rows; cell++) {
      const code = cells.at(cell, dimension)
      if (this.#used[code] === 0) this.#used[code] = 1
    }
    for (const code of [...this.#used.keys()].filter((one) => one > 0 && this.#used[one] !== 0))
      for (const above of this.above(code)) if (above !== code) this.#used[above] = 2
    const parents = (code: number) =>
      new Set((sums.above[code] as ReadonlyArray<number>).map((s) => sums.sums[s]?.parent as number))
    this.#isTree =
      sums.above.every((_, code) => code === 0 || parents(code).size === 1) &&
      sums.sums.every(({ dated }) => dated === undefined)
    this.#isDividedOnce = sums.below.every((own) => own.length <= 1)
  }

  /** Returns the code and all its ancestors, the label of margins among them. */
  above(code: number): ReadonlySet<number> {
    const found = new Set([code, 0])
    const go = (one: number): void => {
      for (const s of this.#sums.above[one] as ReadonlyArray<number>) {
        const parent = this.#sums.sums[s]?.parent as number
        if (found.has(parent)) continue
        found.add(parent)
        go(parent)
      }
    }
    go(code)
    return found
  }

  /** Returns whether the code belongs to the cut at this level. Coarser codes do if no table divides them. */
  isAt(code: number, level: number): boolean {
    if (level === 0) return code === 0
    const depth = this.depth[code] as number
    return code !== 0 && this.#used[code] !== 0 && (depth === level || (depth < level && this.#used[code] === 1))
  }

  /** Returns the codes of the cut at this level; undefined if they overlap or may overlap. */
  cut(level: number): ReadonlyArray<number> | undefined {
    const codes = [...this.depth.keys()].filter((code) => this.isAt(code, level))
    const isFinest = codes.every((code) => this.#used[code] === 1)
    const areAdded = codes.every((code) => (this.#sums.above[code] as ReadonlyArray<number>).length > 0)
    return this.#isDividedOnce && areAdded && (this.#isTree || isFinest) ? codes : undefined
  }

  /** Maps codes of one cut to those of a coarser one; undefined if codes have several parents. */
  up(from: number, to: number): Int32Array | undefined {
    const codes = this.cut(from)
    if (codes === undefined || (from !== to && to > 0 && !this.#isTree)) return undefined
    const found = new Int32Array(this.depth.length).fill(-1)
    for (const code of codes) found[code] = [...this.above(code)].find((one) => this.isAt(one, to)) ?? -1
    return found
  }
}
