/**
 * Vintages of twenty-four months in memory: persons of partners who become known late, are corrected and withdraw. Counts by partner, as
 * marts have them.
 */
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import type { LeafRow } from "../../release/catalogue/LeafRow.ts"

export interface MonthlyWorld {
  readonly seed: number
  readonly months: number
  readonly origins: number
  readonly destinations: number
  readonly partners: number
  /** Persons a month. */
  readonly persons: number
}

interface Case {
  readonly origin: number
  readonly destination: number
  readonly year: number
  readonly partner: number
  readonly arrives: number
  readonly leaves: number
  /** Month from which it has another destination, after a correction. */
  readonly moves: number
}

const never = Number.POSITIVE_INFINITY

const countries = ["UKR", "MDA", "BLR", "RUS", "POL", "ROU", "THA", "VNM", "KHM", "NGA", "GHA", "BEN"]

/** The finest counts of every month's vintage. */
export const monthlyVintages = (world: MonthlyWorld): ReadonlyArray<ReadonlyArray<LeafRow>> => {
  const random = mulberry32(world.seed * 7919 + 1)
  const skewed = (n: number, power: number) => Math.min(n - 1, Math.floor(random() ** power * n))
  const cases: Array<Case> = []
  for (let happens = 0; happens < world.months; happens++)
    for (let n = 0; n < world.persons; n++) {
      let delay = 0
      while (random() < 2 / 3) delay += 1
      const arrives = happens + delay
      const later = () => arrives + 1 + Math.floor(random() * 12)
      cases.push({
        origin: skewed(world.origins, 2),
        destination: skewed(world.destinations, 1.7),
        year: 2019 + Math.floor(happens / 12),
        partner: skewed(world.partners, 1.5),
        arrives,
        leaves: random() < 0.01 ? later() : never,
        moves: random() < 0.02 ? later() : never
      })
    }
  return Array.from({ length: world.months }, (_, month) => {
    const counts = new Map<string, { values: ReadonlyArray<string>; partner: string; persons: number }>()
    for (const one of cases) {
      if (one.arrives > month || one.leaves <= month) continue
      const destination = (one.destination + (one.moves <= month ? 1 : 0)) % world.destinations
      const [from, to] = [countries[one.origin] as string, countries[11 - destination] as string]
      const values = [from, to, `${from} > ${to}`, String(one.year)]
      const key = `${values.join()} ${one.partner}`
      const row = counts.get(key) ?? { values, partner: `p${one.partner}`, persons: 0 }
      counts.set(key, row)
      row.persons += 1
    }
    return [...counts.values()]
  })
}
