import { membersOf } from "../algebra/membersOf.ts"
import { CellIndex } from "./CellIndex.ts"
import type { Contributions, CountTable } from "./CountTable.ts"

/**
 * Builds a table row by row.
 *
 * @example
 * ```ts
 * import { TableBuilder } from "@corridor/disclosure"
 *
 * const builder = new TableBuilder("flows", ["origin"])
 * const { row } = builder.row(["UKR"])
 * builder.set(row, { count: 90, state: 0 })
 * const table = builder.build({ contributors: false, contributions: false })
 * ```
 */
export class TableBuilder {
  readonly #name: string
  readonly #dimensions: ReadonlyArray<string>
  readonly #codes: Array<Array<string>>
  readonly #number: Array<Map<string, number>>
  readonly #cells: CellIndex
  readonly #vector: Uint32Array
  readonly #count: Array<number> = []
  readonly #state: Array<number> = []
  readonly #contributors: Array<number> = []
  readonly #atMost: Array<number> = []
  readonly #partners: Array<string> = []
  readonly #partnerNumber = new Map<string, number>()
  /** Row, partner and count of each contribution. */
  readonly #given: Array<number> = []
  readonly #seen = new CellIndex(2)

  constructor(name: string, dimensions: ReadonlyArray<string>) {
    this.#name = name
    this.#dimensions = dimensions
    this.#codes = dimensions.map(() => [])
    this.#number = dimensions.map(() => new Map())
    this.#cells = new CellIndex(dimensions.length)
    this.#vector = new Uint32Array(dimensions.length)
  }

  /** Returns the row of these labels, and whether it is new. */
  row(labels: ReadonlyArray<string>): { readonly row: number; readonly isNew: boolean } {
    for (let d = 0; d < labels.length; d++) {
      const label = labels[d] as string
      const number = this.#number[d] as Map<string, number>
      let code = number.get(label)
      if (code === undefined) {
        code = number.size
        number.set(label, code)
        this.#codes[d]?.push(label)
      }
      this.#vector[d] = code
    }
    const before = this.#cells.size
    const row = this.#cells.add(this.#vector)
    return { row, isNew: row === before }
  }

  set(row: number, cell: { readonly count: number; readonly state: number; readonly atMost?: number }): void {
    this.#count[row] = cell.count
    this.#state[row] = cell.state
    this.#atMost[row] = cell.atMost ?? Number.POSITIVE_INFINITY
    this.#contributors[row] ??= Number.NaN
  }

  setContributors(row: number, partners: number): void {
    this.#contributors[row] = partners
  }

  /** Adds a partner's contribution. Returns false if it was added before. */
  contribute(row: number, partner: string, count: number): boolean {
    let number = this.#partnerNumber.get(partner)
    if (number === undefined) {
      number = this.#partners.push(partner) - 1
      this.#partnerNumber.set(partner, number)
    }
    const before = this.#seen.size
    if (this.#seen.add(Uint32Array.of(row, number)) !== before) return false
    if (count > 0) this.#given.push(row, number, count)
    return true
  }

  build(has: { readonly contributors: boolean; readonly contributions: boolean }): CountTable {
    const atMost = Float64Array.from(this.#atMost)
    return {
      name: this.#name,
      dimensions: this.#dimensions,
      codes: this.#codes,
      rows: this.#cells.size,
      key: this.#cells.keys.slice(),
      count: Float64Array.from(this.#count),
      state: Uint8Array.from(this.#state),
      ...(has.contributors ? { contributors: Float64Array.from(this.#contributors) } : {}),
      ...(has.contributions ? { contributions: this.#byRow() } : {}),
      ...(atMost.some((most) => most !== Number.POSITIVE_INFINITY) ? { atMost } : {})
    }
  }

  #byRow(): Contributions {
    const given = this.#given
    const rowOf = Int32Array.from({ length: given.length / 3 }, (_, k) => given[3 * k] as number)
    const { start, member } = membersOf(rowOf, this.#cells.size)
    const partner = Uint32Array.from(member, (k) => given[3 * k + 1] as number)
    const count = Float64Array.from(member, (k) => given[3 * k + 2] as number)
    return { partners: this.#partners, start: Uint32Array.from(start), partner, count }
  }
}
