/** Why a release is not made, or not published. */
import { WouldDisclose } from "@corridor/disclosure/protect/WouldDisclose"
import { Effect, Schema } from "effect"
import { findingsOf } from "../protection/auditSystem.ts"

/** The operation is not possible now; the message gives the reason. */
export class ReleaseRefused extends Schema.TaggedError<ReleaseRefused>()("ReleaseRefused", {
  message: Schema.String
}) {}

/** Returns the error of an operation that is not possible, with its reason and what to do. */
export const refuse = (message: string) => new ReleaseRefused({ message })

/** Returns the error of an operation on a release that does not exist. */
export const noRelease = () => refuse("There is no such release. 'release list' shows all.")

export type Audits = ReadonlyArray<Parameters<typeof findingsOf>[0]>

/** Returns the audits, or fails with `WouldDisclose` and the number of findings if there are any. */
export const refuseIfUnsafe = Effect.fn("Releases.refuseIfUnsafe")(function* (audits: Audits) {
  const found = audits.reduce((sum, audit) => sum + findingsOf(audit), 0)
  if (found > 0)
    return yield* new WouldDisclose({
      message: "Not published: one or more cells would disclose a small number of persons.",
      narrow: found - audits.reduce((sum, { undecided }) => sum + undecided, 0),
      undecided: audits.reduce((sum, { undecided }) => sum + undecided, 0)
    })
  return audits
})

/** Fails if some bounds are too narrow or differ from those that follow from the release. */
export const refuseIfNarrow = Effect.fn("Releases.refuseIfNarrow")(function* (found: number) {
  if (found > 0)
    return yield* new WouldDisclose({
      message: "Not published: the bounds of one or more suppressed cells would disclose a small number of persons.",
      narrow: found,
      undecided: 0
    })
})

/** An audit that became stricter finds what those before the publication did not. */
export const publishedAndNarrow = (number: number, { narrow, undecided }: WouldDisclose) =>
  new WouldDisclose({
    message: `Release ${number} was published, but today's audit finds cells that disclose a small number of persons. Retract it with 'release retract ${number} --reason "the audit of today"', then publish its tables again with 'release create'.`,
    narrow,
    undecided
  })
