/** A federated count: partners that may not send records count at home, and only the sum of their tables is opened. */
import { sha512 } from "../oprf/Group.ts"
import { canonical, idPattern, isDay } from "../round/Terms.ts"
import { fromText } from "../round/text.ts"

/** The public identity of a host. */
export interface HostIdentity {
  readonly id: string
  /** Ed25519, as text: by it the host signs what it received and what it adds up. */
  readonly signKey: string
}

/** A dimension of the table with all its labels. */
export interface CountDimension {
  readonly name: string
  readonly labels: ReadonlyArray<string>
}

export interface CountTerms {
  readonly count: string
  /** Random, as text: two counts never have equal terms. */
  readonly nonce: string
  /** What the counts are for, in words. */
  readonly purpose: string
  /** The last day of the agreement, YYYY-MM-DD in UTC; absent in counts of earlier versions. */
  readonly until?: string
  /** In the order of the cells: cells without records of a partner are zeros, so that its non-empty cells are not revealed. */
  readonly dimensions: ReadonlyArray<CountDimension>
  /** Two hosts that do not trust each other. Together they can read every partner's table; alone, none. */
  readonly hosts: readonly [HostIdentity, HostIdentity]
  /** Fewer partners than this are never added up. */
  readonly minimumPartners: number
  /** Persons that one partner may count in one cell. */
  readonly mostPersons: number
}

/** Most cells of a table: 8 MB of shares for each host. */
const maxCells = 1_000_000

/** A sum of shares has 32 bits. */
const modulus = 2 ** 32

const maxPartners = 4_096

/**
 * Returns the number of cells of the table: the product of the numbers of labels.
 *
 * @example
 * ```ts
 * import { type CountTerms, cellCount } from "@corridor/linkage"
 *
 * export const bytesOf = (terms: CountTerms): number => 4 * cellCount(terms)
 * ```
 */
export const cellCount = ({ dimensions }: CountTerms): number =>
  dimensions.reduce((product, { labels }) => product * labels.length, 1)

const names = (texts: ReadonlyArray<string>): boolean =>
  texts.length > 0 && new Set(texts).size === texts.length && !texts.includes("")

/**
 * Returns which parts of the terms are not valid, by name; empty if all are.
 *
 * @example
 * ```ts
 * import { type CountTerms, countTermsProblems } from "@corridor/linkage"
 *
 * export const isValid = (terms: CountTerms): boolean => countTermsProblems(terms).length === 0
 * ```
 */
export const countTermsProblems = (terms: CountTerms): ReadonlyArray<string> => {
  const { count, nonce, purpose, until, dimensions, hosts, minimumPartners, mostPersons } = terms
  const isKey = (text: string) => fromText(text)?.length === 32
  const [a, b] = hosts
  const checks: Readonly<Record<string, boolean>> = {
    count: idPattern.test(count),
    nonce: isKey(nonce),
    purpose: purpose.length > 0 && purpose.length <= 2_000,
    until: until === undefined || isDay(until),
    dimensions:
      dimensions.length > 0 &&
      names(dimensions.map(({ name }) => name)) &&
      dimensions.every(({ labels }) => names(labels)) &&
      cellCount(terms) <= maxCells,
    hosts:
      hosts.length === 2 &&
      hosts.every(({ id, signKey }) => id !== "" && isKey(signKey)) &&
      a.id !== b.id &&
      a.signKey !== b.signKey,
    // With two, each would know the other's table.
    minimumPartners: Number.isSafeInteger(minimumPartners) && minimumPartners >= 3 && minimumPartners <= maxPartners,
    mostPersons: Number.isSafeInteger(mostPersons) && mostPersons >= 1 && mostPersons * maxPartners < modulus
  }
  return Object.entries(checks).flatMap(([name, holds]) => (holds ? [] : [name]))
}

/** 32 bytes that everything in a count is bound to. */
export const countDigest = (terms: CountTerms): Uint8Array =>
  sha512(new TextEncoder().encode(`corridor federated count 1\n${canonical(terms)}`)).subarray(0, 32)

/** The labels of all cells, in the order of the dimensions. */
export const cellLabels = function* ({ dimensions }: CountTerms): Generator<ReadonlyArray<string>> {
  const labels = dimensions.map((dimension) => dimension.labels)
  const at = labels.map(() => 0)
  for (;;) {
    yield at.map((index, d) => labels[d]?.[index] ?? "")
    let d = at.length - 1
    while (d >= 0 && (at[d] as number) + 1 === labels[d]?.length) {
      at[d] = 0
      d -= 1
    }
    if (d < 0) return
    at[d] = (at[d] as number) + 1
  }
}
