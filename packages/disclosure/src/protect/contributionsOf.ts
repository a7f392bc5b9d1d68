import type { Contributions } from "../attack/insiders.ts"
import type { CellFacts } from "../rules/CellFacts.ts"

/** Persons by partner of each cell. */
export type PartnersOfCells = NonNullable<CellFacts["contributions"]>

/** Contributions, with the names of the partners by number. */
export interface NamedContributions extends Contributions {
  readonly names: ReadonlyArray<string>
}

/**
 * Returns the contributions of partners to every cell, as insiders know them. Undefined if no table has single
 * contributions.
 */
export const contributionsOf = ({
  contributions
}: Pick<CellFacts, "contributions">): NamedContributions | undefined => {
  if (contributions === undefined) return undefined
  const number = new Map<string, number>()
  const start = new Uint32Array(contributions.length + 1)
  const partner: Array<number> = []
  const count: Array<number> = []
  contributions.forEach((list, cell) => {
    for (const [name, persons] of list ?? []) {
      if (!number.has(name)) number.set(name, number.size)
      partner.push(number.get(name) as number)
      count.push(persons)
    }
    start[cell + 1] = partner.length
  })
  return {
    names: [...number.keys()],
    partners: number.size,
    start,
    partner: Uint32Array.from(partner),
    count: Float64Array.from(count)
  }
}
