import type { Profile } from "../rules/Profile.ts"
import type { CountTable } from "../tables/CountTable.ts"

/** Returns the rules of the profile that need columns which no table has. */
export const rulesNotApplied = (tables: ReadonlyArray<CountTable>, profile: Profile): ReadonlyArray<string> => {
  const one = tables.some((table) => table.contributions !== undefined)
  const number = one || tables.some((table) => table.contributors !== undefined)
  return [
    ...(profile.contributors > 0 && !number ? [`at least ${profile.contributors} contributing partners`] : []),
    ...(profile.dominance !== undefined && !one ? [`(${profile.dominance.n}, ${profile.dominance.k}) dominance`] : []),
    ...(profile.pPercent !== undefined && !one ? [`p = ${profile.pPercent} %`] : [])
  ]
}
