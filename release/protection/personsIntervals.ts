/**
 * The interval of persons who are counted once each, from figures with noise: what noise may have done, and what missed links do. Links are
 * missed as planted twins were; twins are invented, so the interval tells nothing more about a real person than the figures do.
 */
import { type Rate, shareOf } from "@corridor/linkage/quality/Rate"
import { Effect } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { Bounds } from "../history/Bounds.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"

/** The tables of persons of a round, each counted once, and once at each partner. */
export const [oncePerson, oncePerPartner] = ["persons", "persons_at_partners"] as const

interface ErrorRow {
  readonly round: string
  readonly rule: string
  readonly missed: number
  readonly pairs: number
}

/** Returns the share of links that the newest round of a vintage missed; undefined if it planted no twins. */
export const missedLinks = Effect.fn("personsIntervals.missedLinks")(function* (vintage: Vintage) {
  if (!vintage.marts.some(({ mart }) => mart === "linkage_errors")) return undefined
  const [first] = yield* frozenRows<{ readonly round: string }>(vintage, "linked_persons")
  const rows = yield* frozenRows<ErrorRow>(vintage, "linkage_errors")
  const own = rows.find(({ round, rule }) => round === first?.round && rule === "all")
  return own === undefined || own.pairs === 0 ? undefined : shareOf(own.missed, own.pairs)
})

/**
 * Returns the interval of persons. `once` and `atPartners` are the intervals of the two figures by noise alone; what they differ by are the links
 * that were found. A link between two rows is found if both can be found, or over a third row: of a person's links at least the share 1 − m
 * of pairs is found, and at most √(1 − m). The others made persons of the same rows. Without twins any link may have been missed.
 */
export const personsInterval = (once: Bounds, atPartners: Bounds, missed: Rate | undefined): Bounds => {
  const { low: least, high: most } = missed ?? { low: 0, high: 1 }
  const found = { low: Math.max(0, atPartners.low - once.high), high: Math.max(0, atPartners.high - once.low) }
  const unseen = { low: found.low * (1 / Math.sqrt(1 - least) - 1), high: found.high * (1 / (1 - most) - 1) }
  return {
    low: most === 1 ? 1 : Math.max(1, Math.floor(once.low - unseen.high)),
    high: Math.max(1, Math.ceil(once.high - unseen.low))
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
 * Widens the intervals of persons by what missed links do. A cell whose persons at partners are below the limit of what is shown has the widest
 * interval: nothing is known of its links.
 */
export const withMissedLinks = (
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<BoundedCell>,
  missed: Rate | undefined
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
      bounds: personsInterval(cell.bounds, found ?? cell.bounds, found === undefined ? undefined : missed)
    }
  })

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Returns the paragraph of the method page about links. */
export const missedLinksText = (missed: Rate | undefined): string =>
  `${oncePerson} counts a person once, whichever partners of the linkage round know it; ${oncePerPartner} counts it once at each of them. ${
    missed === undefined
      ? "No invented persons were planted in this round, so nobody knows how many links were missed, and there may be far fewer persons: the intervals say so."
      : `Of ${missed.trials} pairs of files of invented persons, which partners wrote down like real ones, ${percent(missed.share)} were not linked (${percent(missed.low)} to ${percent(missed.high)}); the intervals of ${oncePerson} include this.`
  } Links between files of different persons are not in the intervals.`
