/** What a round knows about its own errors: planted twins and partners' own duplicates among its rows. */
import type { Member } from "../link/linkPersons.ts"
import { isTwin, type PartnerRows, type PersonRow } from "../link/PersonRow.ts"
import type { KnownPair } from "./estimateErrors.ts"

/** Returns the rows that count: no twins, and one row with the tokens of all for each person of whom a partner has several files. */
export const countedRows = (partners: ReadonlyArray<PartnerRows>): ReadonlyArray<PartnerRows> =>
  partners.map(({ rows, ...partner }) => ({ ...partner, rows: oneRowEach(rows.filter((row) => !isTwin(row))) }))

/** Returns the rows of planted twins alone: of invented persons, so what follows from them concerns no real person. */
export const twinRows = (partners: ReadonlyArray<PartnerRows>): ReadonlyArray<PartnerRows> =>
  partners.map(({ rows, ...partner }) => ({ ...partner, rows: rows.filter(isTwin) }))

/** Returns one row of each invented person, as if one partner had written them all down: no two of them are of one person. */
export const strangers = (partners: ReadonlyArray<PartnerRows>): PartnerRows => {
  const byPerson = new Map<string | undefined, PersonRow>()
  for (const { rows } of twinRows(partners))
    for (const row of rows) if (!byPerson.has(row.known)) byPerson.set(row.known, row)
  return { partner: "invented", type: "", rows: [...byPerson.values()] }
}

const oneRowEach = (rows: ReadonlyArray<PersonRow>): ReadonlyArray<PersonRow> => {
  const byLabel = Map.groupBy(rows, ({ known }) => known)
  const merged = [...byLabel].flatMap(([label, same]) =>
    label === undefined ? [] : [{ ...(same[0] as PersonRow), tokens: same.flatMap(({ tokens }) => tokens) }]
  )
  return [...(byLabel.get(undefined) ?? []), ...merged]
}

/**
 * Returns all pairs of rows that are of one person: twins at different partners, duplicates at one. Each person's pairs begin with another row, so that
 * the first ones of all persons are of all partners.
 */
export const knownPairs = (partners: ReadonlyArray<PartnerRows>): ReadonlyArray<KnownPair> => {
  const byLabel = new Map<string, Array<Member>>()
  for (const [partner, { rows }] of partners.entries())
    for (const [row, each] of rows.entries()) {
      if (each.known === undefined) continue
      const place = isTwin(each) ? each.known : `${partner} ${each.known}`
      const members = byLabel.get(place)
      if (members === undefined) byLabel.set(place, [{ partner, row }])
      else members.push({ partner, row })
    }
  const labels = [...byLabel].sort(([a], [b]) => (a < b ? -1 : 1))
  return labels.flatMap(([place, all], person) => {
    const first = person % all.length
    const members = [...all.slice(first), ...all.slice(0, first)]
    return members.flatMap((a, i) =>
      members
        .slice(i + 1)
        .filter((b) => !place.startsWith("twin ") || a.partner !== b.partner)
        .map((b): KnownPair => [a, b])
    )
  })
}
