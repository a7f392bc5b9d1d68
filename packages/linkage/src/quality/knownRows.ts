/** What a round knows about its own errors: planted twins and partners' own duplicates among its rows. */
import type { Member } from "../link/linkPersons.ts"
import { isTwin, type PartnerRows, type PersonRow } from "../link/PersonRow.ts"
import type { KnownPair } from "./estimateErrors.ts"

/** The rows that count: no twins, and one row with the tokens of all for each person of whom a partner has several files. */
export const countedRows = (partners: ReadonlyArray<PartnerRows>): ReadonlyArray<PartnerRows> =>
  partners.map(({ rows, ...partner }) => ({ ...partner, rows: oneRowEach(rows.filter((row) => !isTwin(row))) }))

/** The rows of planted twins alone: of invented persons, so what follows from them is of nobody. */
export const twinRows = (partners: ReadonlyArray<PartnerRows>): ReadonlyArray<PartnerRows> =>
  partners.map(({ rows, ...partner }) => ({ ...partner, rows: rows.filter(isTwin) }))

const oneRowEach = (rows: ReadonlyArray<PersonRow>): ReadonlyArray<PersonRow> => {
  const byLabel = Map.groupBy(rows, ({ known }) => known)
  const merged = [...byLabel].flatMap(([label, same]) =>
    label === undefined ? [] : [{ ...(same[0] as PersonRow), tokens: same.flatMap(({ tokens }) => tokens) }]
  )
  return [...(byLabel.get(undefined) ?? []), ...merged]
}

/** All pairs of rows that are of one person: twins at different partners, duplicates at one. */
export const knownPairs = (partners: ReadonlyArray<PartnerRows>): ReadonlyArray<KnownPair> => {
  const byLabel = new Map<string, Array<Member>>()
  for (const [partner, { rows }] of partners.entries())
    for (const [row, each] of rows.entries()) {
      if (each.known === undefined) continue
      const place = isTwin(each) ? each.known : `${partner} ${each.known}`
      byLabel.set(place, [...(byLabel.get(place) ?? []), { partner, row }])
    }
  return [...byLabel].flatMap(([place, members]) =>
    members.flatMap((a, i) =>
      members
        .slice(i + 1)
        .filter((b) => !place.startsWith("twin ") || a.partner !== b.partner)
        .map((b): KnownPair => [a, b])
    )
  )
}
