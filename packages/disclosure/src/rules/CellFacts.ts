import type { LinkedSystem } from "../system/LinkedSystem.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/** What is known about the contributors of each cell. Cells without information have none. */
export interface CellFacts {
  /** Number of partners by cell; NaN if unknown. Undefined if no table states it. */
  readonly contributors: Float64Array | undefined
  /** Persons by partner of each cell. Undefined if no table states it. */
  readonly contributions:
    | ReadonlyArray<ReadonlyArray<readonly [partner: string, persons: number]> | undefined>
    | undefined
}

/** Collects by cell what tables state by row. For a cell in two tables the first counts. */
export const cellFacts = (tables: ReadonlyArray<CountTable>, { system, joined }: LinkedTables): CellFacts => {
  const hasContributions = tables.some((table) => table.contributions !== undefined)
  const hasContributors = hasContributions || tables.some((table) => table.contributors !== undefined)
  const contributors = hasContributors ? new Float64Array(system.cells).fill(Number.NaN) : undefined
  const contributions = hasContributions
    ? new Array<ReadonlyArray<readonly [string, number]> | undefined>(system.cells).fill(undefined)
    : undefined
  tables.forEach((table, t) => {
    joined.cellOf[t]?.forEach((cell, row) => {
      if (cell < 0) return
      if (contributors !== undefined && Number.isNaN(contributors[cell] as number))
        contributors[cell] = table.contributors?.[row] ?? Number.NaN
      const contributed = table.contributions
      if (contributions === undefined || contributed === undefined || contributions[cell] !== undefined) return
      const list: Array<readonly [string, number]> = []
      for (let at = contributed.start[row] as number; at < (contributed.start[row + 1] as number); at++)
        list.push([contributed.partners[contributed.partner[at] as number] as string, contributed.count[at] as number])
      if (list.length > 0 || table.count[row] === 0) contributions[cell] = list
    })
  })
  if (contributions !== undefined) {
    fromParts(system, contributions)
    contributions.forEach((list, cell) => {
      if (contributors !== undefined && list !== undefined && !((contributors[cell] as number) > 0))
        contributors[cell] = list.length
    })
  }
  return { contributors, contributions }
}

/**
 * The partners of a sum are those of its parts, if the parts have some, whatever the table says of the sum: rules that looked at the sum alone could
 * contradict what its parts prove. This also fills margins that are given without partners.
 */
const fromParts = (
  { cells, relations, value }: LinkedSystem,
  contributions: Array<ReadonlyArray<readonly [string, number]> | undefined>
): void => {
  const { count, total: totals } = relations
  const isOpen = new Uint8Array(cells)
  for (let r = 0; r < count; r++) isOpen[totals[r] as number] = 1
  const known = (part: number) => isOpen[part] === 0 && (contributions[part] !== undefined || value[part] === 0)
  // What remains open has a part without partners: it keeps its own.
  const settle = (): void => {
    for (let found = true; found; ) {
      found = false
      for (let r = 0; r < count; r++) {
        const total = totals[r] as number
        if (isOpen[total] === 0) continue
        const parts = relations.part.subarray(relations.start[r], relations.start[r + 1])
        if (!parts.every(known)) continue
        const sums = new Map<string, number>()
        for (const part of parts)
          for (const [partner, persons] of contributions[part] ?? [])
            sums.set(partner, (sums.get(partner) ?? 0) + persons)
        contributions[total] = [...sums]
        isOpen[total] = 0
        found = true
      }
    }
  }
  settle()
  contributions.forEach((list, cell) => {
    if (list !== undefined) isOpen[cell] = 0
  })
  settle()
}
