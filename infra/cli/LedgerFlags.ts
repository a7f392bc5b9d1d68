/** Flags of commands that write to the ledger or verify it. */
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { orUnreadable, readInputText } from "../../ports/files/InputFile.ts"
import { readWitness } from "../../release/ledger/Witness.ts"
import { textFlag } from "./CommonFlags.ts"

const reason = textFlag("reason", "reason; recorded in the ledger, so name no person and no count")

export const reasonFlag = reason.pipe(Flag.withDefault(""))

/** A reason that must be given. */
export const neededReasonFlag = reason.pipe(
  Flag.filterMap(
    (given) => (given.trim() === "" ? Option.none() : Option.some(given)),
    () => "a reason"
  )
)

export const publicReasonFlag = textFlag(
  "reason",
  "reason; readers of the pages, the API and the feed see it, so name no person, no partner and no count"
).pipe(Flag.withDefault(""))

export const witnessFlag = Flag.String("witness").pipe(
  Flag.withDescription("statement of 'ledger publish' that the ledger must fit; repeat for several"),
  Flag.atLeast(0)
)

/** Reads a statement of `ledger publish`. */
export const readWitnessFile = (file: string) =>
  Effect.flatMap(
    orUnreadable(() => readInputText(file)),
    readWitness
  )
