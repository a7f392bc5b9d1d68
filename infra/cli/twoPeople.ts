/** Asks for the agreement of a second operator before a change that cannot be undone. */
import { Effect, type Redacted, Schema } from "effect"
import { needsTwoPeople, proposeOrConfirm } from "../identity/twoPeople.ts"
import { Progress } from "../process/Progress.ts"
import { printResult } from "./CommandOutput.ts"
import { signatoryOf } from "./signatoryFlags.ts"

/** The change was proposed and waits for another operator. Nothing has changed. */
export class ChangeProposed extends Schema.TaggedError<ChangeProposed>()("ChangeProposed", {
  message: Schema.String,
  change: Schema.String,
  proposedBy: Schema.String,
  until: Schema.String
}) {}

/**
 * Returns if the change may be carried out now: another operator proposed it, or two people are not needed. Otherwise proposes it and fails with
 * `ChangeProposed`.
 */
export const agreeTo = Effect.fn("agreeTo")(function* (change: string, token: Redacted.Redacted<string> | undefined) {
  if (!(yield* needsTwoPeople)) {
    const print = yield* Progress
    return print(
      "One person does this alone. A second one is asked for once there are two accounts with the role operator, or with CORRIDOR_TWO_PEOPLE=true."
    )
  }
  const by = yield* signatoryOf(token, undefined, ["operate"])
  const { state, proposedBy, until } = yield* proposeOrConfirm(change, by)
  if (state === "confirmed") return
  return yield* new ChangeProposed({
    change,
    proposedBy,
    until,
    message: `Proposed: ${change}. Nothing has changed yet. Another operator must confirm it by ${until}, with the same command and the token of their account.`
  })
})

/** Prints a proposal as the result of the command. */
export const printProposal = <A, E, R>(done: Effect.Effect<A, E, R>, { json }: { readonly json: boolean }) =>
  Effect.catchIf(
    done,
    (error): error is Extract<E, ChangeProposed> => error instanceof ChangeProposed,
    ({ message, change, proposedBy, until }) =>
      printResult(json, { json: { proposed: true, change, proposedBy, until }, lines: [message] })
  )
