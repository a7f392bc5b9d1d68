/**
 * Everything that readers may have of a published release, with what proves it: cells as shown, documentation, the list of the code, the proof from
 * the ledger and the result of the audit. Nothing of it is read from the vintage.
 */
import { profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { flowsWithoutTotals } from "../history/cellLines.ts"
import { cubeNamesOf } from "../history/Disclosure.ts"
import { releasesIn } from "../history/Release.ts"
import { disclosuresIn } from "../history/readDisclosures.ts"
import { seenStates } from "../history/releaseMoves.ts"
import { ledgerKeys, readSignedLedger, signingKey } from "../ledger/Ledger.ts"
import { makeProof } from "../ledger/LedgerProof.ts"
import { readerFacts } from "../protection/publicBounds.ts"
import { readContent } from "../vintage/FrozenContent.ts"
import { vintagesIn } from "../vintage/Vintages.ts"
import { codeListing } from "./codeListing.ts"
import { auditRelease, entriesBeforeProposal, ReleaseRefused, reconcileReleases } from "./Releases.ts"

/**
 * Returns the evidence of a release that is or was public, after auditing it again. Fails with `WouldDisclose` if the audit does. A release
 * whose vintage lost counts after a withdrawal is not audited again; it was audited when it was approved.
 */
export const releaseEvidence = Effect.fn("releaseEvidence")(function* (number: number) {
  yield* reconcileReleases()
  const { rows, entries } = yield* readSignedLedger()
  const release = releasesIn(entries).find((one) => one.release === number)
  if (release === undefined || !seenStates.has(release.state))
    return yield* new ReleaseRefused({
      message: "There is no published release with this number. 'release list' shows all."
    })
  const signing = yield* signingKey(rows)
  if (signing === undefined)
    return yield* new ReleaseRefused({ message: "There is no signing key: the store has no folder of keys." })
  const choices = release.choices ?? [flowsWithoutTotals]
  const vintage = vintagesIn(entries).find((one) => one.vintage === release.vintage)
  if (vintage?.erased.length === 0) yield* auditRelease(number)
  const before = yield* disclosuresIn(entriesBeforeProposal(entries, number))
  const reader = readerFacts(release.vintage, before)
  const cubes = cubeNamesOf(choices)
  const profile = profiles.get(release.profile)
  const proof = makeProof(rows, entries, yield* ledgerKeys, number)
  return {
    release,
    choices,
    /** Undefined if this version has another version of it. */
    profile: profile?.version === release.profileVersion ? profile : undefined,
    /** The lines whose hashes the ledger has. */
    lines: yield* readContent(release.content),
    pages: yield* readContent(release.pages),
    code: release.code === undefined ? codeListing() : yield* readContent(release.code),
    reader: { ...reader, disclosedBefore: reader.disclosedBefore.filter((name) => cubes.includes(name)) },
    proof,
    people: [release.author, ...release.moves.flatMap(({ move, by }) => (move === "approve" ? [by] : []))],
    signing
  }
})
export type ReleaseEvidence = Effect.Success<ReturnType<typeof releaseEvidence>>
