/** A vintage in memory of persons with records of every kind, counted as the marts of all cubes count them. */
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import type { Leaves } from "../../release/catalogue/LeafRow.ts"
import { leafCounter } from "./leafCounter.ts"

export interface WholeCasesWorld {
  readonly seed: number
  readonly persons: number
  readonly years: number
  readonly partners: number
  /** Share of persons with a route but without a record of exploitation, and the other way round. */
  readonly missing: number
  /** Returns whether the nth person is in this vintage; default: all are. */
  readonly isPresent?: (person: number) => boolean
}

const origins = ["UKR", "MDA", "BLR"]
const destinations = ["RUS", "POL", "DEU", "THA", "USA", "VNM"]

/** Returns the finest counts of every cube. */
export const wholeCases = (world: WholeCasesWorld): ReadonlyMap<string, Leaves> => {
  const random = mulberry32(world.seed * 104_729 + 7)
  const pick = <A>(list: ReadonlyArray<A>, power = 1): A =>
    list[Math.min(list.length - 1, Math.floor(random() ** power * list.length))] as A
  const counter = leafCounter()
  let isPresent = true
  const count: typeof counter.count = (...one) => {
    if (isPresent) counter.count(...one)
  }
  const covered = (kind: string, partner: string, month: string) => {
    count("coverage", "", partner, { record_kind: kind, year: month.slice(0, 4) })
    count("coverage", "months", partner, { record_kind: kind, year: month })
  }
  for (let n = 0; n < world.persons; n++) {
    isPresent = world.isPresent?.(n) ?? true
    const [origin, destination, partner] = [
      pick(origins),
      pick(destinations, 2.5),
      `p${Math.floor(random() * world.partners)}`
    ]
    const year = `${2003 + Math.floor(random() * world.years)}`
    const month = `${year}-${pick(["02", "05", "11"])}`
    const missing = random()
    if (missing >= world.missing / 2) {
      count("routes", "", partner, { origin, destination, corridor: `${origin} > ${destination}`, year })
      count("routes", "months", partner, { origin, destination, year: month })
      covered("route", partner, month)
    }
    if (missing < 1 - world.missing / 2) {
      const [sex, form] = [pick(["Female", "Male"], 1.5), pick(["sexual", "labour", "other"], 1.5)]
      count("victims", "", partner, {
        country: destination,
        year,
        sex,
        age_group: "18AndOver",
        form,
        risk_group: "Other"
      })
      covered("victim", partner, month)
    }
    if (random() < 0.8) {
      count("assistance", "", partner, { assistance_type: pick(["shelter", "legal"], 3), country: destination, year })
      covered("assistance", partner, month)
    }
    if (random() < 0.5) {
      const [offence_article, stage] = [pick(["127.1", "240"], 2), pick(["opened", "convicted"], 2)]
      count("proceedings", "", partner, { offence_article, country: destination, stage, year })
      covered("proceeding", partner, month)
    }
  }
  return counter.leaves()
}
