/** Makes a release from a vintage: protected, audited against every earlier disclosure, and submitted to two reviewers. */
import { type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { Effect, type Redacted } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { flowsWithoutTotals, readCells, toLines } from "../history/cellLines.ts"
import { droppedTables, droppedYears, mainSeries, seriesName, yearsOf } from "../history/editions.ts"
import { capturesPage, capturesText, hiddenRange, hiddenWords } from "../history/hiddenPersons.ts"
import { hiddenPage, hiddenText } from "../history/hiddenRange.ts"
import { isPrivateMethod, privateMethods } from "../history/privateMethods.ts"
import { type Release, releasesIn } from "../history/Release.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import { countDisclosures, disclosuresIn } from "../history/readDisclosures.ts"
import { openStates } from "../history/releaseMoves.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { isName } from "../ledger/personName.ts"
import { contentOf, proofOf, type Signatory, unprovenName } from "../ledger/Signatory.ts"
import { dpFigures } from "../protection/dpFigures.ts"
import { dpMethodText } from "../protection/dpMethodText.ts"
import { releaseMethods } from "../protection/methodFigures.ts"
import { captureHistories } from "../protection/noisyDomain.ts"
import { protectChoices } from "../protection/protectChoices.ts"
import { keepContent, readContent } from "../vintage/FrozenContent.ts"
import { vintagesIn } from "../vintage/Vintages.ts"
import { codeListing } from "./codeListing.ts"
import { findRelease, latestEditionIn, reconcileReleases, tablesOf, vintageIn } from "./ledgerReleases.ts"
import { readNoDataCells, readReportingFacts } from "./noDataCells.ts"
import { readLoadingFacts } from "./readLoadingFacts.ts"
import { type Audits, refuse, refuseIfNarrow, refuseIfUnsafe } from "./refusals.ts"
import { releasePages } from "./releasePages.ts"
import { fileNameOf } from "./tableFiles.ts"
import { countNarrowBounds, withBounds } from "./withBounds.ts"

interface NewRelease {
  /** The account of the author. A release by an unproved name can be shown and audited, but not approved. */
  readonly author: Signatory | string
  readonly profile: Profile
  /** Number of the vintage; default: the newest. */
  readonly vintage?: number | undefined
  /** Choices of tables; default: flows by year, without totals. */
  readonly choices?: ReadonlyArray<TableChoice> | undefined
  /** One of `releaseMethods` or `dp`; default: suppression. */
  readonly method?: string | undefined
  /** Privacy loss of each table with the method `dp`; default: 1. */
  readonly epsilon?: number | undefined
  /** Secret of the methods that draw random numbers. */
  readonly key?: Redacted.Redacted<string> | undefined
  /**
   * Series of which it is the next edition; null for a release that readers only see at its own address. Default: the next edition of the
   * main series if it keeps the tables, dimensions and years of the edition before.
   */
  readonly edition?: string | null | undefined
  /** Why the edition lacks tables, dimensions or years of the previous one. */
  readonly reason?: string | undefined
}

/**
 * Profiles allowed for releases: those that also suppress cells of few partners, so that suppression alone discloses nothing about a cell's
 * size, and that do not round.
 */
export const releaseProfiles = [...profiles.values()].filter(
  ({ contributors, roundTo }) => contributors > 1 && roundTo === undefined
)

const openIn = (entries: ReadonlyArray<LedgerEntry>) => releasesIn(entries).find(({ state }) => openStates.has(state))

const stillOpen = ({ release }: Release) =>
  refuse(
    `Release ${release} still waits for its reviewers. Approve or reject it first: the next release is checked against it.`
  )

/** Returns the series of a new release and why it lacks something; null if it is not an edition. */
const editionOf = Effect.fn("Releases.editionOf")(function* (
  entries: ReadonlyArray<LedgerEntry>,
  { edition, method, reason = "" }: NewRelease,
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<ReleaseCell>
) {
  const name = edition ?? mainSeries
  if (edition === null || (edition === undefined && isPrivateMethod(method))) return null
  const before = latestEditionIn(entries, name)?.release
  if (before === undefined) return { name, reason: "" }
  const { choices: earlier = [flowsWithoutTotals] } = before
  const earlierCells = readCells(yield* readContent(before.content))
  const dropped = [
    ...droppedTables(tablesOf(earlier), tablesOf(choices)),
    ...droppedYears(
      yearsOf(earlier, earlierCells, (c) => fileNameOf(earlier, c)),
      yearsOf(choices, cells, (c) => fileNameOf(choices, c))
    )
  ]
  if (dropped.length === 0) return { name, reason: "" }
  if (reason.trim() !== "") return { name, reason }
  if (edition === undefined) return null
  const more = dropped.length > 5 ? ` and ${dropped.length - 5} more` : ""
  return yield* refuse(
    `The edition ${name} would no longer have: ${dropped.slice(0, 5).join(", ")}${more}. State why with --reason, or leave out --edition to publish the tables at an address of their own.`
  )
})

/** Returns why a release cannot be made as it is asked for; undefined if it can. Asked before figures with noise are paid for. */
const whatIsWrong = (
  author: string,
  profile: Profile,
  method: string,
  choices: ReadonlyArray<TableChoice>,
  edition: string | null | undefined
): string | undefined => {
  if (!isName(author)) return "A release needs the name of its author."
  if (!releaseProfiles.includes(profile))
    return `The disclosure profile ${profile.name} cannot be used for releases. Use one of ${releaseProfiles.map(({ name }) => name).join(", ")}.`
  if (releaseMethods[method] === undefined && !isPrivateMethod(method))
    return "There is no such method. Use suppression, rounding, cell-key, dp or dp-estimates."
  if (choices.length === 0) return "A release needs at least one table."
  if (edition === undefined || edition === null) return undefined
  if (!seriesName.test(edition))
    return "The name of an edition has up to 31 lower-case letters, digits and hyphens, such as main."
  return edition === mainSeries && isPrivateMethod(method)
    ? "Figures with noise cannot be an edition of the main series. Give another name with --edition."
    : undefined
}

/** Protects and audits tables of a vintage and submits them to the reviewers. Nothing is published by this. */
export const createRelease = Effect.fn("Releases.create")(function* (input: NewRelease) {
  const { profile, method = "suppression", choices = [flowsWithoutTotals] } = input
  const signatory = typeof input.author === "string" ? unprovenName(input.author) : input.author
  const author = signatory.account
  const wrong = whatIsWrong(author, profile, method, choices, input.edition)
  if (wrong !== undefined) return yield* refuse(wrong)
  const before = yield* reconcileReleases()
  const entries = yield* readLedger()
  const open = openIn(entries)
  if (open !== undefined) return yield* stillOpen(open)
  const vintages = vintagesIn(entries)
  const vintage = yield* vintageIn(vintages, input.vintage)
  const release = before.length + 1
  const work = { choices, vintage, vintages, disclosures: yield* disclosuresIn(entries), profile, id: release }
  const { key, epsilon = 1 } = input
  const result = isPrivateMethod(method)
    ? yield* dpCells({ ...work, epsilon, key, isEstimated: method === privateMethods.estimates })
    : { ...(yield* protectedCells({ ...work, method, key })), noise: undefined, further: [] }
  // A release with noise publishes nothing that is computed from records without it.
  const loading = isPrivateMethod(method) ? undefined : yield* readLoadingFacts(vintage)
  const reporting = isPrivateMethod(method) ? undefined : yield* readReportingFacts(vintage, loading?.ownChanges)
  const incomplete = loading?.incomplete
  const { cells: all, invented, extra, noise, further } = result
  const content = yield* keepContent(toLines(all))
  const edition = yield* editionOf(entries, input, choices, all)
  const facts = { release, vintage: vintage.vintage, frozenAt: vintage.createdAt, hash: vintage.hash }
  const written = { ...facts, profile, method, invented, choices, cells: all, extra, reporting, incomplete, further }
  const pages = yield* keepContent(releasePages(written).map((page) => JSON.stringify(page)))
  const act = {
    act: "proposal",
    number: release,
    move: "propose",
    reason: "",
    over: contentOf(content, pages)
  } as const
  const body = {
    kind: "proposal" as const,
    release,
    vintage: vintage.vintage,
    table: [...new Set(choices.map(({ table }) => table))].join("+"),
    choices,
    method,
    ...(noise === undefined ? {} : { noise }),
    profile: profile.name,
    profileVersion: profile.version,
    threshold: profile.threshold,
    author,
    ...proofOf(signatory, act),
    invented,
    edition,
    rows: all.length,
    content,
    pages,
    code: yield* keepContent(codeListing())
  }
  yield* append((present) => {
    const other = openIn(present)
    if (other !== undefined) return Effect.fail(stillOpen(other))
    // Another vintage changes nothing; another release or answer is one that this release was not checked against.
    return releasesIn(present).length === before.length && countDisclosures(present) === countDisclosures(entries)
      ? Effect.succeed(body)
      : Effect.fail(refuse("Another release or answer was made in the meantime. Create this release again."))
  })
  return yield* findRelease(release)
})

/** Returns protected and audited cells, with cells for periods without data. */
const protectedCells = Effect.fn("Releases.protectedCells")(function* (work: Parameters<typeof protectChoices>[0]) {
  const { choices, vintage, profile } = work
  const { cells, invented, audits } = yield* protectChoices(work)
  yield* refuseIfUnsafe(audits)
  const bounded = withBounds(work, cells)
  yield* refuseIfNarrow(countNarrowBounds(bounded, profile.threshold))
  return {
    cells: [...bounded, ...(yield* readNoDataCells(vintage, choices, cells))],
    invented,
    extra: impliedTablesText(audits)
  }
})

/** Returns a paragraph of the method page about tables that are margins of a finer one. */
const impliedTablesText = (audits: Audits): string => {
  const paragraphs = audits.flatMap((audit) => audit.impliedWords)
  return paragraphs.length === 0
    ? ""
    : `Some tables are margins of a finer table that is not part of this release. The attack uses the existence of that table:\n\n${paragraphs.map((one) => `- ${one}.\n`).join("")}\n`
}

/** Returns cells with noise. They have no cells for periods without data, because those would be computed from counts. */
const dpCells = Effect.fn("Releases.dpCells")(function* (input: Parameters<typeof dpFigures>[0]) {
  const { cells, captures, invented, facts, noise, errors } = yield* dpFigures(input)
  const method = dpMethodText(facts, input.epsilon, errors)
  if (!facts.some(({ table }) => table === captureHistories))
    return { cells, invented, noise, further: [], extra: method }
  const range = captures === undefined ? undefined : yield* hiddenRange(captures)
  const further = [
    ...(captures === undefined ? [] : [[capturesPage, capturesText(captures)] as const]),
    ...(range === undefined ? [] : [[hiddenPage, hiddenText(range)] as const])
  ]
  return { cells, invented, noise, further, extra: `${method}\n\n${hiddenWords(captures, range)}` }
})
