import { Effect } from "effect"
import { approversOf, releasesIn } from "../history/Release.ts"
import { countDisclosures } from "../history/readDisclosures.ts"
import { findMove, type MoveName } from "../history/releaseMoves.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import { isCreatedSince, maySign, proofOf, type Signatory } from "../ledger/Signatory.ts"
import { auditRelease } from "./auditRelease.ts"
import { findRelease, reconcileReleases } from "./ledgerReleases.ts"
import { noRelease, refuse } from "./refusals.ts"

interface MoveInput {
  readonly release: number
  readonly move: MoveName
  readonly by: Signatory
  readonly reason?: string | undefined
}

/** Moves a release as `releaseMoves` allows. The second approval publishes it, after one more audit. */
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
    if (release === undefined) return Effect.fail(noRelease())
    const found = findMove(release.state, move, {
      by: by.account,
      isReviewer: maySign(by, "review"),
      isStaff: maySign(by, "review", "propose", "operate"),
      author: release.author,
      isAuthorKnown: release.proof !== undefined,
      isNewer: isCreatedSince(by, release.createdAt),
      approvers: approversOf(release)
    })
    if ("refused" in found) return Effect.fail(refuse(found.refused))
    // Something was disclosed since the audit, so the audit no longer holds.
    if (move === "approve" && countDisclosures(entries) !== audited)
      return Effect.fail(refuse("Something else was published or answered since the audit. Approve again."))
    const act = { act: "move" as const, number, move, reason, over: release.ledger }
    return Effect.succeed({
      kind: "move" as const,
      release: number,
      move,
      by: by.account,
      ...proofOf(by, act),
      reason,
      ...(move === "retract" ? { public: true } : {})
    })
  })
  yield* reconcileReleases()
  return yield* findRelease(number)
})
