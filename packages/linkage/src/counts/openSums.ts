import { RoundRefused } from "../round/RoundRefused.ts"
import { fromText } from "../round/text.ts"
import { type HostSum, isSum } from "./CountHost.ts"
import { type CountTerms, cellCount, cellLabels } from "./CountTerms.ts"
import { addTo, fromBytes } from "./shares.ts"

/** A cell of the sum of all partners' tables. */
export interface OpenedCount {
  readonly labels: ReadonlyArray<string>
  readonly persons: number
  /** How many partners have any of them. */
  readonly partners: number
}

/**
 * Opens the sum of all partners' tables; cells without persons are left out. Every opened number is checked against what is possible, because a
 * false share makes it a number of 32 bits at random: it does not name the party that gave it.
 *
 * @example
 * ```ts
 * import { type CountTerms, type HostSum, openSums } from "@corridor/linkage"
 *
 * const personsOf = (terms: CountTerms, sums: readonly [HostSum, HostSum]) =>
 *   openSums(terms, sums).map(({ labels, persons }) => `${labels.join(", ")}: ${persons}`)
 * ```
 */
export const openSums = (terms: CountTerms, sums: readonly [HostSum, HostSum]): ReadonlyArray<OpenedCount> => {
  const [first, second] = sums
  for (const host of [0, 1] as const)
    if (!isSum(terms, host, sums[host])) throw new RoundRefused("answer-false", terms.hosts[host].id)
  if (JSON.stringify(first.partners) !== JSON.stringify(second.partners)) throw new RoundRefused("contributions-differ")
  const contributors = first.partners.length
  if (contributors < terms.minimumPartners) throw new RoundRefused("too-few-partners")
  const cells = cellCount(terms)
  const numbers = new Uint32Array(2 * cells)
  for (const { numbers: text } of sums) {
    const own = fromBytes(fromText(text) ?? new Uint8Array(0), numbers.length)
    if (own.length !== numbers.length) throw new RoundRefused("submission-invalid")
    addTo(numbers, own)
  }
  return [...cellLabels(terms)].flatMap((labels, cell) => {
    const [persons, partners] = [numbers[cell] as number, numbers[cells + cell] as number]
    const isPossible = partners <= contributors && persons >= partners && persons <= partners * terms.mostPersons
    if (!isPossible) throw new RoundRefused("submission-invalid")
    return persons === 0 ? [] : [{ labels, persons, partners }]
  })
}
