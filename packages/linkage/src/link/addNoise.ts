/** Noise on counts, so that what one record adds cannot be read from them. */
import sodium from "libsodium-wrappers-sumo"
import { subsets } from "./subsets.ts"
import type { HistoryCount, LinkageTable, Overlap } from "./tabulate.ts"

/** Returns a number above 0 and below 1 from eight random bytes. */
const uniformOf = (bytes: DataView): number =>
  ((bytes.getUint32(0) >>> 5) * 2 ** 26 + (bytes.getUint32(4) >>> 6) + 0.5) / 2 ** 53

const uniform = (): number => uniformOf(new DataView(sodium.randombytes_buf(8).buffer))

/**
 * Uniform numbers that are the same for the same secret and text. The text names the round: with the same noise in another round of the same counts,
 * equal tables would reveal that nothing has changed, so anyone who exchanges one person would learn whether that person is known elsewhere.
 */
export const uniformsOf = (secret: string, text: string): (() => number) => {
  const seed = sodium.crypto_generichash(32, text, sodium.crypto_generichash(32, secret, null))
  let drawn = 0
  return (): number => {
    const bytes = sodium.crypto_generichash(8, `${drawn++}`, seed)
    return uniformOf(new DataView(bytes.buffer, bytes.byteOffset, 8))
  }
}

/** Returns the number of failures before the first success, if each trial fails with probability `ratio`. */
const geometric = (ratio: number, random: () => number): number => Math.floor(Math.log(random()) / Math.log(ratio))

/**
 * Returns a whole number from the two-sided geometric distribution: counts that differ by `sensitivity` become the same with odds that
 * differ by at most e^epsilon (Ghosh, Roughgarden and Sundararajan 2009).
 */
export const twoSidedGeometric = (epsilon: number, sensitivity: number, random: () => number = uniform): number => {
  const ratio = Math.exp(-epsilon / sensitivity)
  return geometric(ratio, random) - geometric(ratio, random)
}

/** A record that moves one person from one history to another: two counts change by one. docs/linkage.md says which records change more. */
const historySensitivity = 2

/** A record changes each of a rule's three counts; a conflict leaves two groups apart. */
const ruleSensitivity = 4

/**
 * Returns the table with noise on every count that depends on more than one partner: histories by types of partners, without strata, and
 * rules, each with a loss of `epsilon`. Counts can be negative; overlaps and the number of persons are sums of them. Histories and overlaps by partner are left
 * out: they have too many cells for what noise would leave of them.
 */
export const addNoise = (table: LinkageTable, epsilon: number, random: () => number = uniform): LinkageTable => {
  const noise = (sensitivity: number) => twoSidedGeometric(epsilon, sensitivity, random)
  const types = [...new Set(table.partners.map(({ type }) => type))].sort()
  const typeHistories = subsets(types).map((lists): HistoryCount => {
    const same = table.typeHistories.filter((each) => each.lists.join("\n") === lists.join("\n"))
    const persons = same.reduce((sum, each) => sum + each.persons, 0)
    return { stratum: {}, lists, persons: persons + noise(historySensitivity) }
  })
  const sensitivity = ruleSensitivity * table.rules.length
  return {
    persons: typeHistories.reduce((sum, { persons }) => sum + persons, 0),
    partners: table.partners,
    histories: [],
    typeHistories,
    overlaps: [],
    typeOverlaps: overlapsOf(types, typeHistories),
    rules: table.rules.map(({ rule, persons, links, conflicts }) => ({
      rule,
      persons: persons + noise(sensitivity),
      links: links + noise(sensitivity),
      conflicts: conflicts + noise(sensitivity)
    })),
    contradictions: {}
  }
}

const overlapsOf = (names: ReadonlyArray<string>, histories: ReadonlyArray<HistoryCount>): ReadonlyArray<Overlap> =>
  names.flatMap((a, i) =>
    names.slice(i + 1).map((b): Overlap => {
      const both = histories.filter(({ lists }) => lists.includes(a) && lists.includes(b))
      return { lists: [a, b], persons: both.reduce((sum, { persons }) => sum + persons, 0) }
    })
  )
