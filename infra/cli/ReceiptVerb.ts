/** `receipt list | show ID` */
import { Effect, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import * as Receipts from "../../ingest/submit/receipts/Receipts.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { problemEntry } from "../../schemas/Problems.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { commonFlags, tableWords, tell } from "./Verb.ts"

const partnerFlag = Flag.String("partner").pipe(Flag.withDescription("whose receipts"), Flag.withSchema(PartnerId))

const stateWords = ({ state, loaded, quarantined, withdrawn, records }: Receipts.Receipt): string => {
  if (state === "received") return `received, ${loaded} of ${records} loaded so far`
  const parts = [`loaded ${loaded}`]
  if (quarantined > 0) parts.push(`quarantined ${quarantined}`)
  if (withdrawn > 0) parts.push(`withdrawn ${withdrawn}`)
  return parts.join(", ")
}

const list = Command.make(
  "list",
  {
    ...commonFlags,
    partner: partnerFlag,
    limit: Flag.Int("limit").pipe(Flag.withDescription("receipts at most"), Flag.withDefault(50))
  },
  Effect.fn("receipt list")(function* ({ data, json, partner, limit }) {
    const receipts = yield* Receipts.list(partner, limit).pipe(Effect.provide(warehouseOf(data)))
    const rows = receipts.map((receipt) => [
      receipt.submission,
      receipt.receivedAt,
      receipt.records,
      receipt.corrections,
      stateWords(receipt)
    ])
    yield* tell(json, {
      json: { receipts },
      words:
        receipts.length === 0
          ? ["Nothing was sent yet."]
          : tableWords([["receipt", "received", "records", "corrections", "state"], ...rows])
    })
  })
).pipe(
  Command.withDescription("What a partner sent, the newest first, and what became of it"),
  Command.withExamples([{ command: "corridor receipt list --partner shelter-north" }])
)

const Uuid = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { message: "a receipt's id, as 'list' gives it" })
)

const show = Command.make(
  "show",
  {
    ...commonFlags,
    partner: partnerFlag,
    id: Argument.String("id").pipe(Argument.withDescription("as 'list' gives it"), Argument.withSchema(Uuid))
  },
  Effect.fn("receipt show")(function* ({ data, json, partner, id }) {
    const receipt = yield* Receipts.show(partner, id).pipe(Effect.provide(warehouseOf(data)))
    if (receipt === undefined)
      return yield* tell(json, { json: { receipt: null }, words: ["There is no such receipt."], exitCode: 1 })
    const { refusals, ...facts } = receipt
    yield* tell(json, {
      json: { receipt },
      words: [
        ...tableWords([["what", "value"], ...Object.entries(facts).map(([name, value]) => [name, String(value)])]),
        ...(refusals.length === 0
          ? []
          : [
              "",
              ...tableWords([
                ["rule", "messages", "what is wrong", "how to mend it"],
                ...refusals.map(({ code, messages }) => {
                  const { title, mend } = problemEntry(code as ProblemCode)
                  return [code, messages, title, mend]
                })
              ])
            ])
      ]
    })
  })
).pipe(Command.withDescription("One receipt: what was sent, what is loaded, quarantined, withdrawn, and why"))

export const receipt = Command.make("receipt").pipe(
  Command.withDescription("Receipts: what became of what a partner sent"),
  Command.withSubcommands([list, show])
)
