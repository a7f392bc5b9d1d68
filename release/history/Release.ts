import { DateTime } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { LedgerEntry, MarginNoise, Proof, ProposalBody } from "../ledger/LedgerEntry.ts"
import type { EditionMark } from "./editions.ts"
import type { Retraction } from "./Retraction.ts"
import { type MoveName, type ReleaseState, releaseMoves } from "./releaseMoves.ts"

/** A release, as recorded in the ledger. */
export interface Release {
  readonly release: number
  readonly state: ReleaseState
  /** ISO 8601. */
  readonly createdAt: string
  readonly vintage: number
  readonly table: string
  /** Absent from old releases, which have flows by year without totals. */
  readonly choices?: ReadonlyArray<TableChoice>
  readonly method?: string
  readonly noise?: ReadonlyArray<MarginNoise>
  readonly profile: string
  readonly profileVersion: number
  readonly threshold: number
  readonly author: string
  /** Absent if the author is an unproved name. */
  readonly proof?: Proof
  readonly invented: boolean
  /** Its series of editions; null if it is not an edition. Absent from releases from before editions. */
  readonly edition?: EditionMark | null
  readonly rows: number
  /** Hashes of the lines of the tables and of the documentation. */
  readonly content: string
  readonly pages: string
  /** Hash of the list of the code that made it. Absent from old releases. */
  readonly code?: string
  readonly moves: ReadonlyArray<ReleaseMove>
  /** Hash of the newest ledger entry about the release. */
  readonly ledger: string
}

interface ReleaseMove {
  readonly move: MoveName
  readonly by: string
  readonly proof?: Proof
  readonly reason: string
  /** Whether readers see the reason. */
  readonly public?: boolean
  readonly at: string
  readonly ledger: string
}

const iso = (at: number) => DateTime.formatIso(DateTime.makeUnsafe(at))

const proposalRelease = ({ kind: _, ...body }: typeof ProposalBody.Type, { at, hash }: LedgerEntry): Release => ({
  ...body,
  state: "held",
  createdAt: iso(at),
  moves: [],
  ledger: hash
})

/** Returns the releases of a ledger, oldest first. Moves that `releaseMoves` does not allow are ignored. */
export const releasesIn = (entries: ReadonlyArray<LedgerEntry>): ReadonlyArray<Release> => {
  const found = new Map<number, Release>()
  for (const entry of entries) {
    const { body } = entry
    if (body.kind === "proposal" && !found.has(body.release)) found.set(body.release, proposalRelease(body, entry))
    if (body.kind !== "move") continue
    const before = found.get(body.release)
    const move = releaseMoves.find((one) => one.from === before?.state && one.move === body.move)
    if (before === undefined || move === undefined) continue
    const { kind: _, release: __, ...moved } = body
    const added = { ...moved, at: iso(entry.at), ledger: entry.hash }
    found.set(body.release, { ...before, state: move.to, moves: [...before.moves, added], ledger: entry.hash })
  }
  return [...found.values()]
}

/** Returns the accounts that approved a release, in the order of their approvals. */
export const approversOf = (release: Release): ReadonlyArray<string> =>
  release.moves.flatMap(({ move, by }) => (move === "approve" ? [by] : []))

/** Returns the retraction of a release; undefined if it was not retracted. */
export const retractionOf = ({ state, moves }: Release): Retraction | undefined => {
  const move = state === "retracted" ? moves.findLast((one) => one.move === "retract") : undefined
  return move === undefined
    ? undefined
    : { at: `${move.at.slice(0, 19)}Z`, reason: move.public === true ? move.reason : "" }
}
