/**
 * The interval of persons who are counted once each, from figures with noise: what noise may have done, and what missed and false links do. Both are
 * as frequent as between persons whom the round's operator invented, so the interval discloses no more about a real person than the figures do.
 */
import { type Rate, rareRate, shareOf } from "@corridor/linkage/quality/Rate"
import { Effect } from "effect"
import { percent } from "../../ports/percent.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { Bounds } from "../history/Bounds.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"
import { oncePerPartner, oncePerson } from "./noisyDomain.ts"

interface ErrorRow {
  readonly round: string
  readonly rule: string
  readonly missed: number
  readonly pairs: number
  /** Vintages of earlier versions have no false links. */
  readonly false_links?: number
  readonly strangers?: number
  readonly dispersion?: number
}

/** Errors of a round's links by its invented persons; undefined if it had none to measure them by. */
export interface LinkErrors {
  /** The share of pairs of rows of one person that are not linked. */
  readonly missed?: Rate
  /** Links for each pair of rows of different persons. */
  readonly falsePerPair?: Rate
}

/** Returns the errors of the newest round of a vintage. */
export const linkErrors = Effect.fn("personsIntervals.linkErrors")(function* (vintage: Vintage) {
  if (!vintage.marts.some(({ mart }) => mart === "linkage_errors")) return {} satisfies LinkErrors
  const [first] = yield* frozenRows<{ readonly round: string }>(vintage, "linked_persons")
  const rows = yield* frozenRows<ErrorRow>(vintage, "linkage_errors")
  const own = rows.find(({ round, rule }) => round === first?.round && rule === "all")
  const { missed = 0, pairs = 0, false_links = 0, strangers = 0, dispersion = 1 } = own ?? {}
  return {
    ...(pairs === 0 ? {} : { missed: shareOf(missed, pairs) }),
    ...(strangers === 0 ? {} : { falsePerPair: rareRate(false_links, strangers, dispersion) })
  } satisfies LinkErrors
})

/** What is known of a year from figures with noise alone. */
interface NoisyPersons {
  readonly once: Bounds
  readonly atPartners: Bounds
  /** The maximum number of rows of the whole round, all years together. */
  readonly allRows: number
}

/** Standard deviations of a number of false links, which is a Poisson count. */
const deviations = 2

/**
 * Returns the interval of persons.
 *
 * Missed: what the two figures differ by are the links that were found. A link between two rows is found if both can be found, or over a third
 * row: of a person's links at least the share 1 − m of pairs is found, and at most √(1 − m). The others made persons of the same rows.
 * False: two rows of different persons, one of them of this year, are linked at the rate of strangers, and each such link takes at most one
 * person from the year. Without invented persons any link may have been missed, and any may be false; every person has a row.
 */
export const personsInterval = (
  { once, atPartners, allRows }: NoisyPersons,
  { missed, falsePerPair }: LinkErrors
): Bounds => {
  const { low: least, high: most } = missed ?? { low: 0, high: 1 }
  const found = { low: Math.max(0, atPartners.low - once.high), high: Math.max(0, atPartners.high - once.low) }
  const unseen = { low: found.low * (1 / Math.sqrt(1 - least) - 1), high: found.high * (1 / (1 - most) - 1) }
  const pairs = atPartners.high * Math.max(allRows - atPartners.high / 2, atPartners.high / 2)
  const mean = falsePerPair === undefined ? Number.POSITIVE_INFINITY : falsePerPair.high * pairs
  const merged = mean + deviations * Math.sqrt(mean)
  return {
    low: most === 1 ? 1 : Math.max(1, Math.floor(once.low - unseen.high)),
    high: Math.max(1, Math.ceil(Math.min(once.high - unseen.low + merged, atPartners.high)))
  }
}

/** Returns the choice of persons at partners that belongs to one of persons: of the same years. */
export const counterpartOf = (choices: ReadonlyArray<TableChoice>, own: TableChoice): number | undefined => {
  const at = choices.findIndex(
    ({ table, from, to, margins }) =>
      table === oncePerPartner && from === own.from && to === own.to && margins === own.margins
  )
  return at < 0 ? undefined : at
}

type BoundedCell = DisclosedCell & Pick<ReleaseCell, "bounds">

/**
 * Widens the intervals of persons by what missed and false links do. A cell whose persons at partners are below the limit of what is shown has the
 * widest interval: nothing is known of its links. `allRows`: the maximum number of rows of the round.
 */
export const withLinkErrors = (
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<BoundedCell>,
  errors: LinkErrors,
  allRows: number
): ReadonlyArray<BoundedCell> =>
  cells.map((cell) => {
    const choice = choices[cell.choice]
    if (choice?.table !== oncePerson || cell.bounds === undefined) return cell
    const counterpart = counterpartOf(choices, choice)
    const atPartners = cells.find(
      (one) => one.choice === counterpart && one.labels.join("\n") === cell.labels.join("\n")
    )
    const found = atPartners?.bounds
    return {
      ...cell,
      bounds:
        found === undefined
          ? { low: 1, high: cell.bounds.high }
          : personsInterval({ once: cell.bounds, atPartners: found, allRows }, errors)
    }
  })

const perMillion = (share: number): string => (1e6 * share).toFixed(1)

/** Returns the paragraph of the method page about links. */
export const linkErrorsText = ({ missed, falsePerPair }: LinkErrors): string =>
  [
    `${oncePerson} counts a person once, whichever partners of the linkage round know it; ${oncePerPartner} counts it once at each of them.`,
    missed === undefined
      ? "No invented persons were planted in this round, so nobody knows how many links were missed, and there may be far fewer persons: the intervals say so."
      : `Of ${missed.trials} pairs of files of invented persons, which partners wrote down like real ones, ${percent(missed.share)} were not linked (${percent(missed.low)} to ${percent(missed.high)}).`,
    falsePerPair === undefined
      ? "How many links join different persons is not known, so there may be as many persons as files: the intervals say so."
      : `Of ${falsePerPair.trials} pairs of different invented persons ${falsePerPair.events} were linked: ${perMillion(falsePerPair.low)} to ${perMillion(falsePerPair.high)} in a million.`,
    `The intervals of ${oncePerson} include both errors and the noise.`
  ].join(" ")
