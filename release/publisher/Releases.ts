/**
 * Releases: made from a vintage, protected and audited against every earlier one, approved by two named reviewers, put out through
 * the gate, taken back by a mark. What the ledger says is so: each function first brings what is out to what the ledger says, so
 * that one who was killed in between is caught up with by whoever comes next.
 */

import { WouldDisclose } from "@corridor/disclosure/protect/WouldDisclose"
import { type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { Effect, type Redacted, Schema } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { flowsWithoutTotals, readCells, toLines } from "../history/cellLines.ts"
import { approversOf, type Release, releasesIn } from "../history/Release.ts"
import { disclosureOf, disclosuresIn } from "../history/readDisclosures.ts"
import { findMove, type MoveName, openStates, seenStates } from "../history/releaseMoves.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { isName } from "../ledger/personName.ts"
import { findingsOf } from "../protection/auditCube.ts"
import { type DpInput, dpFigures, dpMethodText } from "../protection/dpFigures.ts"
import { releaseMethods } from "../protection/methodFigures.ts"
import { auditChoices, protectChoices } from "../protection/protectChoices.ts"
import { keepContent, readContent } from "../vintage/FrozenContent.ts"
import { saltVintages, type Vintage, vintagesIn } from "../vintage/Vintages.ts"
import { adoptLegacyFlows } from "./adoptLegacyFlows.ts"
import { readNoDataCells } from "./noDataCells.ts"
import { publishRelease } from "./Publisher.ts"
import { releasePages } from "./releasePages.ts"
import { countNarrowBounds, countWrongBounds, withBounds } from "./withBounds.ts"

/** What was asked for is not possible now; the message says why. */
export class ReleaseRefused extends Schema.TaggedError<ReleaseRefused>()("ReleaseRefused", {
  message: Schema.String
}) {}

const refuse = (message: string) => new ReleaseRefused({ message })

/** Brings what is out to what the ledger says, and takes what was out before there was a ledger into it. */
export const reconcileReleases = Effect.fn("Releases.settle")(function* () {
  yield* adoptLegacyFlows()
  yield* saltVintages()
  const releases = releasesIn(yield* readLedger())
  for (const release of releases)
    if (seenStates.has(release.state))
      yield* publishRelease(release, yield* readContent(release.content), yield* readContent(release.pages))
  return releases
})

const openIn = (entries: ReadonlyArray<LedgerEntry>) => releasesIn(entries).find(({ state }) => openStates.has(state))

const waits = ({ release }: Release) =>
  refuse(`release ${release} still waits for its reviewers: the next one is held against it, so it comes first`)

export interface NewRelease {
  readonly author: string
  readonly profile: Profile
  /** Number of the vintage; without it the newest. */
  readonly vintage?: number | undefined
  /** What of which tables; without it flows by year, each cell by itself. */
  readonly choices?: ReadonlyArray<TableChoice> | undefined
  /** One of `releaseMethods`; without it suppression. */
  readonly method?: string | undefined
  /** Of the method `dp`, for each table; 1 where it is left out. */
  readonly epsilon?: number | undefined
  /** Secret of methods that draw. */
  readonly key?: Redacted.Redacted<string> | undefined
}

/**
 * Profiles that releases can be made under: those that hide cells for their partners too, so that a hidden cell alone says nothing of its size,
 * and that do not round.
 */
export const releaseProfiles = [...profiles.values()].filter(
  ({ contributors, roundTo }) => contributors > 1 && roundTo === undefined
)

/** How many things were told that a release made now would have to be held against. */
const countDisclosures = (entries: ReadonlyArray<LedgerEntry>): number =>
  entries.filter(({ body }) => body.kind === "answer" || body.kind === "adopted").length +
  releasesIn(entries).filter(({ state }) => seenStates.has(state)).length

const vintageIn = Effect.fn("Releases.vintageIn")(function* (vintages: ReadonlyArray<Vintage>, number?: number) {
  const vintage = number === undefined ? vintages.at(-1) : vintages.find((one) => one.vintage === number)
  return vintage ?? (yield* refuse("there is no such vintage: 'vintage create' makes one"))
})

/** Protects and audits tables of a vintage and lays them before the reviewers. Nothing is out by this. */
export const createRelease = Effect.fn("Releases.create")(function* (asked: NewRelease) {
  const { author, profile, method = "suppression", choices = [flowsWithoutTotals] } = asked
  if (!isName(author)) return yield* refuse("whoever makes a release needs a name")
  if (!releaseProfiles.includes(profile)) return yield* refuse(`no release can be made under ${profile.name}`)
  if (releaseMethods[method] === undefined && method !== "dp")
    return yield* refuse("there is no such method of releases")
  if (choices.length === 0) return yield* refuse("a release is of one table at least")
  const before = yield* reconcileReleases()
  const entries = yield* readLedger()
  const open = openIn(entries)
  if (open !== undefined) return yield* waits(open)
  const vintages = vintagesIn(entries)
  const vintage = yield* vintageIn(vintages, asked.vintage)
  const release = before.length + 1
  const made =
    method === "dp"
      ? yield* privately({ choices, vintage, id: release, epsilon: asked.epsilon ?? 1, key: asked.key })
      : yield* protectedly({
          choices,
          vintage,
          vintages,
          disclosures: yield* disclosuresIn(entries),
          profile,
          id: release,
          method,
          key: asked.key
        })
  const { cells: all, invented, words } = made
  const content = yield* keepContent(toLines(all))
  const facts = { release, vintage: vintage.vintage, frozenAt: vintage.createdAt, hash: vintage.hash }
  const pages = yield* keepContent(
    releasePages({ ...facts, profile, method, invented, choices, cells: all, words }).map((page) =>
      JSON.stringify(page)
    )
  )
  const body = {
    kind: "proposal" as const,
    release,
    vintage: vintage.vintage,
    table: [...new Set(choices.map(({ table }) => table))].join("+"),
    choices,
    method,
    profile: profile.name,
    profileVersion: profile.version,
    threshold: profile.threshold,
    author,
    invented,
    rows: all.length,
    content,
    pages
  }
  yield* append((present) => {
    const other = openIn(present)
    if (other !== undefined) return Effect.fail(waits(other))
    // A vintage more changes nothing; a release or an answer more is one that this was not held against.
    return releasesIn(present).length === before.length && countDisclosures(present) === countDisclosures(entries)
      ? Effect.succeed(body)
      : Effect.fail(refuse("another release or answer was made meanwhile: make this one anew"))
  })
  return yield* findRelease(release)
})

/** Cells that attacks do not get through to, with those of periods in which nobody reported. */
const protectedly = Effect.fn("Releases.protectedly")(function* (work: Parameters<typeof protectChoices>[0]) {
  const { choices, vintage, profile, id, method } = work
  const { cells, invented } = yield* protectChoices(work)
  const disclosure = { id, vintage: vintage.vintage, threshold: profile.threshold, choices, cells }
  const audits = yield* auditChoices(work, { ...disclosure, isExact: method === "suppression" })
  yield* refuseIfUnsafe(audits)
  const bounded = withBounds(work, cells)
  yield* refuseIfNarrow(countNarrowBounds(bounded, profile.threshold))
  return {
    cells: [...bounded, ...(yield* readNoDataCells(vintage, choices, cells))],
    invented,
    words: finerPageWords(audits)
  }
})

/** What a reader has to know of tables that are margins of one that is not there. */
const finerPageWords = (audits: Audits): string => {
  const words = audits.flatMap((audit) => audit.finerWords)
  return words.length === 0
    ? ""
    : `Some tables are margins of one finer table that is not in this release; that such a table exists tells more than their sums do:\n\n${words.map((one) => `- ${one}.\n`).join("")}\n`
}

/** Cells with noise: what stands against attacks is how they were drawn, and who was silent when would be told by counts. */
const privately = Effect.fn("Releases.privately")(function* (asked: DpInput) {
  const { cells, invented, facts } = yield* dpFigures(asked)
  return { cells, invented, words: dpMethodText(facts, asked.epsilon) }
})

type Audits = ReadonlyArray<Parameters<typeof findingsOf>[0]>

const refuseIfUnsafe = Effect.fn("Releases.refuseIfUnsafe")(function* (audits: Audits) {
  const found = audits.reduce((sum, audit) => sum + findingsOf(audit), 0)
  if (found > 0)
    return yield* new WouldDisclose({
      message: "the release would tell of few persons: it stays where it is",
      narrow: found - audits.reduce((sum, { undecided }) => sum + undecided, 0),
      undecided: audits.reduce((sum, { undecided }) => sum + undecided, 0)
    })
  return audits
})

/** Bounds that tell too much by themselves, or are not those that follow from what the release shows. */
const refuseIfNarrow = Effect.fn("Releases.refuseIfNarrow")(function* (found: number) {
  if (found > 0)
    return yield* new WouldDisclose({
      message: "what the release says of suppressed counts would tell of few persons: it stays where it is",
      narrow: found,
      undecided: 0
    })
})

export const listReleases = reconcileReleases

const findRelease = Effect.fn("Releases.find")(function* (number: number) {
  const found = releasesIn(yield* readLedger()).find(({ release }) => release === number)
  return found ?? (yield* refuse("there is no such release"))
})

/** A release with its cells and pages, in whatever state: for reviewers. */
export const showRelease = Effect.fn("Releases.show")(function* (number: number) {
  const release = yield* findRelease(number)
  const cells = readCells(yield* readContent(release.content))
  const pages = (yield* readContent(release.pages)).map((page) => JSON.parse(page) as readonly [string, string])
  return { release, choices: release.choices ?? [flowsWithoutTotals], cells, pages }
})

/** Entries up to the one by which a release was laid before its reviewers. */
const entriesWhenMade = (entries: ReadonlyArray<LedgerEntry>, number: number): ReadonlyArray<LedgerEntry> => {
  const at = entries.findIndex(({ body }) => body.kind === "proposal" && body.release === number)
  return at < 0 ? entries : entries.slice(0, at)
}

/** Entries up to the one by which a release was out; all of them where it never was. */
const entriesBefore = (entries: ReadonlyArray<LedgerEntry>, release: Release): ReadonlyArray<LedgerEntry> => {
  const out = seenStates.has(release.state)
    ? release.moves.findLast(({ move }) => move === "approve")?.ledger
    : undefined
  const at = entries.findIndex(({ hash }) => hash === out)
  return at < 0 ? entries : entries.slice(0, at)
}

/**
 * Attacks a release again, with all that was out before it: alone and together, as a reader, as each partner and each pair of
 * partners. Fails with `WouldDisclose` where something is told. It knows nothing of how the release was made.
 */
export const auditRelease = Effect.fn("Releases.audit")(function* (number: number) {
  const release = yield* findRelease(number)
  const entries = yield* readLedger()
  const vintages = vintagesIn(entries)
  const disclosures = (yield* disclosuresIn(entriesBefore(entries, release))).filter(({ id }) => id !== number)
  // Its noise is the proof, and was paid for.
  if (release.method === "dp") return []
  const profile = profiles.get(release.profile)
  if (profile === undefined) return yield* refuse(`there is no profile ${release.profile} any more`)
  const work = {
    choices: release.choices ?? [flowsWithoutTotals],
    vintage: yield* vintageIn(vintages, release.vintage),
    vintages,
    disclosures,
    profile,
    id: number,
    method: release.method ?? "suppression",
    key: undefined
  }
  const cells = readCells(yield* readContent(release.content))
  const made = { ...work, disclosures: yield* disclosuresIn(entriesWhenMade(entries, number)) }
  yield* refuseIfNarrow(countNarrowBounds(cells, profile.threshold) + countWrongBounds(made, cells))
  return yield* refuseIfUnsafe(yield* auditChoices(work, yield* disclosureOf(release)))
})

export interface MoveInput {
  readonly release: number
  readonly move: MoveName
  readonly by: string
  readonly reason?: string | undefined
}

/** Moves a release on as `releaseMoves` allows; the second approval puts it out, after one more audit. */
export const moveRelease = Effect.fn("Releases.move")(function* ({
  release: number,
  move,
  by,
  reason = ""
}: MoveInput) {
  const audited = countDisclosures(yield* readLedger())
  if (move === "approve") yield* auditRelease(number)
  yield* append((entries) => {
    const release = releasesIn(entries).find((one) => one.release === number)
    if (release === undefined) return Effect.fail(refuse("there is no such release"))
    const found = findMove(release.state, move, { by, author: release.author, approvers: approversOf(release) })
    if ("refused" in found) return Effect.fail(refuse(found.refused))
    // Somebody was answered since the audit: it says nothing of what is known now.
    if (move === "approve" && countDisclosures(entries) !== audited)
      return Effect.fail(refuse("something else was told meanwhile: approve again, after another audit"))
    return Effect.succeed({ kind: "move" as const, release: number, move, by, reason })
  })
  yield* reconcileReleases()
  return yield* findRelease(number)
})
