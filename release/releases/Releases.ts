/**
 * Releases: made from a vintage, protected and audited against every earlier one, approved by two named reviewers, put out through
 * the gate, taken back by a mark. What the ledger says is so: each function first brings what is out to what the ledger says, so
 * that one who was killed in between is caught up with by whoever comes next.
 */
import { Effect, Schema } from "effect"
import { WouldDisclose } from "../disclosure/protect/WouldDisclose.ts"
import { type Profile, profiles } from "../disclosure/rules/Profile.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { keepContent, readContent } from "../vintage/FrozenContent.ts"
import { frozenRows, vintagesIn } from "../vintage/Vintages.ts"
import { flowKey, fromLine, toLines } from "./FlowTable.ts"
import { passGate } from "./Gate.ts"
import { auditFlows, type FrozenFlow, protectFlows, type SeenRelease } from "./protectFlows.ts"
import { approversOf, type Release, releasesIn } from "./Release.ts"
import { findMove, isName, type MoveName, openStates, seenStates } from "./releaseMoves.ts"
import { releasePages } from "./releasePages.ts"

/** What was asked for is not possible now; the message says why. */
export class ReleaseRefused extends Schema.TaggedError<ReleaseRefused>()("ReleaseRefused", {
  message: Schema.String
}) {}

const refuse = (message: string) => new ReleaseRefused({ message })

/** The table of a release, as the attacker has it. */
const asSeen = Effect.fn("Releases.asSeen")(function* ({ release, threshold, content }: Release) {
  const flows = (yield* readContent(content)).map(fromLine)
  return { release, threshold, flows: new Map(flows.map((flow) => [flowKey(flow), flow])) } satisfies SeenRelease
})

/** Brings what is out to what the ledger says. */
export const settleReleases = Effect.fn("Releases.settle")(function* () {
  const releases = releasesIn(yield* readLedger())
  for (const release of releases)
    if (seenStates.has(release.state))
      yield* passGate(release, yield* readContent(release.content), yield* readContent(release.pages))
  return releases
})

const seenIn = (releases: ReadonlyArray<Release>) => releases.filter(({ state }) => seenStates.has(state))

const openIn = (entries: ReadonlyArray<LedgerEntry>) => releasesIn(entries).find(({ state }) => openStates.has(state))

const waits = ({ release }: Release) =>
  refuse(`release ${release} still waits for its reviewers: the next one is held against it, so it comes first`)

const refuseIfUnsafe = Effect.fn("Releases.refuseIfUnsafe")(function* (releases: ReadonlyArray<SeenRelease>) {
  const found = auditFlows(releases)
  if (found.small + found.increments > 0)
    return yield* new WouldDisclose({
      message: "the release would tell of few persons: it stays where it is",
      narrow: found.small + found.increments,
      undecided: 0
    })
  return found
})

export interface NewRelease {
  readonly author: string
  readonly profile: Profile
  /** Number of the vintage; without it the newest. */
  readonly vintage?: number | undefined
}

/**
 * Profiles that releases can be made under: those that hide cells for their partners too, so that a hidden cell alone says nothing of its size,
 * and that do not round.
 */
export const releaseProfiles = [...profiles.values()].filter(
  ({ contributors, roundTo }) => contributors > 1 && roundTo === undefined
)

/** Protects and audits the flows of a vintage and lays them before the reviewers. Nothing is out by this. */
export const createRelease = Effect.fn("Releases.create")(function* ({ author, profile, vintage: number }: NewRelease) {
  if (!isName(author)) return yield* refuse("whoever makes a release needs a name")
  if (!releaseProfiles.includes(profile)) return yield* refuse(`no release can be made under ${profile.name}`)
  const before = yield* settleReleases()
  const entries = yield* readLedger()
  const open = openIn(entries)
  if (open !== undefined) return yield* waits(open)
  const vintages = vintagesIn(entries)
  const vintage = number === undefined ? vintages.at(-1) : vintages.find((one) => one.vintage === number)
  if (vintage === undefined) return yield* refuse("there is no such vintage: 'vintage create' makes one")
  const seen = yield* Effect.forEach(seenIn(before), asSeen)
  const frozen = yield* frozenRows<FrozenFlow>(vintage, "flows_by_year")
  const release = before.length + 1
  const flows = protectFlows(frozen, seen, profile, release)
  const now = { release, threshold: profile.threshold, flows: new Map(flows.map((flow) => [flowKey(flow), flow])) }
  yield* refuseIfUnsafe([...seen, now])
  const invented = frozen.some((flow) => flow.invented === 1)
  const content = yield* keepContent(toLines(flows))
  const facts = { release, vintage: vintage.vintage, frozenAt: vintage.createdAt, hash: vintage.hash }
  const pages = yield* keepContent(
    releasePages({ ...facts, profile, invented, flows }).map((page) => JSON.stringify(page))
  )
  const body = {
    kind: "proposal" as const,
    release,
    vintage: vintage.vintage,
    table: "flows" as const,
    profile: profile.name,
    profileVersion: profile.version,
    threshold: profile.threshold,
    author,
    invented,
    rows: flows.length,
    content,
    pages
  }
  yield* append((present) => {
    const other = openIn(present)
    if (other !== undefined) return Effect.fail(waits(other))
    // A vintage more changes nothing; a release more is one that this was not held against.
    return releasesIn(present).length === before.length && seenIn(releasesIn(present)).length === seen.length
      ? Effect.succeed(body)
      : Effect.fail(refuse("another release was made meanwhile: make this one anew"))
  })
  return yield* findRelease(release)
})

export const listReleases = settleReleases

const findRelease = Effect.fn("Releases.find")(function* (number: number) {
  const found = releasesIn(yield* readLedger()).find(({ release }) => release === number)
  return found ?? (yield* refuse("there is no such release"))
})

/** A release with its table and pages, in whatever state: for reviewers. */
export const showRelease = Effect.fn("Releases.show")(function* (number: number) {
  const release = yield* findRelease(number)
  const flows = (yield* readContent(release.content)).map(fromLine)
  const pages = (yield* readContent(release.pages)).map((page) => JSON.parse(page) as readonly [string, string])
  return { release, flows, pages }
})

/** Holds a release against all that were out before it; fails with `WouldDisclose` where something is told. */
export const auditRelease = Effect.fn("Releases.audit")(function* (number: number) {
  const all = releasesIn(yield* readLedger())
  const release = yield* findRelease(number)
  const earlier = seenIn(all).filter((one) => one.release < number)
  return yield* refuseIfUnsafe(yield* Effect.forEach([...earlier, release], asSeen))
})

export interface MoveAsked {
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
}: MoveAsked) {
  if (move === "approve") yield* auditRelease(number)
  yield* append((entries) => {
    const release = releasesIn(entries).find((one) => one.release === number)
    if (release === undefined) return Effect.fail(refuse("there is no such release"))
    const found = findMove(release.state, move, { by, author: release.author, approvers: approversOf(release) })
    return "refused" in found
      ? Effect.fail(refuse(found.refused))
      : Effect.succeed({ kind: "move" as const, release: number, move, by, reason })
  })
  yield* settleReleases()
  return yield* findRelease(number)
})
