/** `receipt list | show ID | history RECORD | outcome RECORD` */

import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Redacted, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { entryReceipt } from "../../ingest/portal/server/entryReceipt.ts"
import { unsentEntries } from "../../ingest/review/Entries.ts"
import { recordIdsOf } from "../../ingest/submit/check/RecordNames.ts"
import { nodeHasher } from "../../ingest/submit/node/NodeHasher.ts"
import { outcomesOf } from "../../ingest/submit/receipts/Outcomes.ts"
import type { Refusal } from "../../ingest/submit/receipts/ReceiptSchemas.ts"
import * as Receipts from "../../ingest/submit/receipts/Receipts.ts"
import { history as historyOf } from "../../ingest/submit/receipts/Revisions.ts"
import { sentDirectly } from "../../ingest/submit/receipts/SentDirectly.ts"
import { counted } from "../../ports/counted.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import type { StoredProblem } from "../../schemas/Problems.ts"
import { problemEntry } from "../../schemas/Problems.ts"
import { uuid } from "../../schemas/uuid.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { storesOf, warehouseOf } from "../stack/Stack.ts"
import { formatTable, type Lines, printResult, tableOr } from "./CommandOutput.ts"
import { commonFlags, documented, textArgument, textFlag, wholeFlag } from "./CommonFlags.ts"
import { outcomesByLine, readIdLines } from "./outcomeLines.ts"
import { readStdin } from "./readStdin.ts"

const partnerFlag = textFlag("partner", "partner whose receipts are shown").pipe(Flag.withSchema(PartnerId))

const stateText = ({ state, loaded, quarantined, withdrawn, heldBack, records }: Receipts.Receipt): string => {
  if (state === "received") return `received, ${loaded} of ${records} loaded so far`
  const parts = [`loaded ${loaded}`]
  if (quarantined > 0) parts.push(`quarantined ${quarantined}`)
  if (withdrawn > 0) parts.push(`withdrawn ${withdrawn}`)
  if (heldBack > 0) parts.push(`held back ${heldBack}`)
  return parts.join(", ")
}

/** What the state of an entry that was not sent means. */
const entryText: Readonly<Record<string, string>> = {
  waiting: "waiting for approval, not sent",
  returned: "returned, not sent",
  expired: "expired, not sent",
  withdrawn: "withdrawn, not sent"
}

/** Returns the reasons why messages were refused, with the remedy for each. */
const refusalLines = (refusals: ReadonlyArray<Refusal>): Lines => [
  refusals.length > 0 && [
    "",
    formatTable([
      ["rule", "messages", "what is wrong", "how to fix it"],
      ...refusals.map(({ code, messages }) => {
        const { title, remedy } = problemEntry(code as ProblemCode)
        return [code, messages, title, remedy]
      })
    ])
  ]
]

const list = Command.make(
  "list",
  {
    ...commonFlags,
    partner: partnerFlag,
    limit: wholeFlag("limit", "maximum number of receipts", 1).pipe(Flag.withDefault(50))
  },
  Effect.fn("receipt list")(function* ({ data, json, partner, limit }) {
    const [receipts, direct, entries] = yield* Effect.all([
      Receipts.list(partner, limit),
      sentDirectly(partner),
      unsentEntries(partner)
    ]).pipe(Effect.provide(storesOf(data)))
    const unsent = entries.map(entryReceipt)
    const rows = [
      ...unsent.map(({ state, ...receipt }) => ({ ...receipt, state: entryText[state] ?? state })),
      ...receipts.map((receipt) => ({ ...receipt, state: stateText(receipt) }))
    ].map(({ submission, receivedAt, records, corrections, state }) => [
      submission,
      receivedAt,
      records,
      corrections,
      state
    ])
    yield* printResult(json, {
      json: { receipts, unsent, direct },
      lines: [
        tableOr("No file has been sent yet.", ["receipt", "received", "records", "corrections", "state"], rows),
        direct.loaded + direct.quarantined > 0 && [
          "",
          `Sent directly to Kafka: ${counted(direct.loaded, "record")} loaded, ${counted(direct.quarantined, "message")} quarantined.`,
          refusalLines(direct.refusals)
        ]
      ]
    })
  })
).pipe(
  documented(
    "List a partner's submissions and their states, newest first",
    "corridor receipt list --partner shelter-north"
  )
)

const Uuid = Schema.String.check(Schema.isPattern(uuid, { message: "id of a receipt, as shown by 'list'" }))

const show = Command.make(
  "show",
  {
    ...commonFlags,
    partner: partnerFlag,
    id: textArgument("id", "id of the receipt, as shown by 'list'").pipe(Argument.withSchema(Uuid))
  },
  Effect.fn("receipt show")(function* ({ data, json, partner, id }) {
    const receipt = yield* Receipts.show(partner, id).pipe(Effect.provide(warehouseOf(data)))
    if (receipt === undefined)
      return yield* printResult(json, { json: { receipt: null }, lines: ["There is no such receipt."], exitCode: 1 })
    const { refusals, ...facts } = receipt
    yield* printResult(json, {
      json: { receipt },
      lines: [
        ...formatTable([["what", "value"], ...Object.entries(facts).map(([name, value]) => [name, String(value)])]),
        refusalLines(refusals)
      ]
    })
  })
).pipe(
  documented(
    "Show a receipt: what was sent, loaded, quarantined and withdrawn, and why",
    "corridor receipt show 0196a8a4-58f6-7c11-9df1-2e8f6c1d9a70 --partner shelter-north"
  )
)

const history = Command.make(
  "history",
  {
    ...commonFlags,
    partner: partnerFlag,
    record: textArgument("record", "id of the record in your file; '-' reads it from standard input")
  },
  Effect.fn("receipt history")(function* ({ data, json, partner, record }) {
    const secrets = yield* readSecrets(yield* stackKeysFolder(data), partner)
    const name = record === "-" ? yield* readStdin() : record
    const hasher = nodeHasher(Redacted.value(secrets.key))
    const ids = yield* Effect.promise(() => recordIdsOf(hasher, name))
    const revisions = yield* historyOf(partner, ids).pipe(Effect.provide(warehouseOf(data)))
    yield* printResult(json, {
      json: { revisions },
      lines: tableOr(
        "No record with this id was sent in a file or through the portal.",
        ["kind", "revision", "sent", "receipt"],
        revisions.map(({ kind, revision, at, submission }) => [kind, revision, at, submission])
      ),
      exitCode: revisions.length === 0 ? 1 : 0
    })
  })
).pipe(
  documented(
    "List the revisions of a record, with the time and receipt of each",
    "corridor receipt history V-17 --partner shelter-north"
  )
)

const problemText = ({ code, path }: StoredProblem) => (path === "" ? code : `${code} (${path})`)

const outcome = Command.make(
  "outcome",
  {
    ...commonFlags,
    partner: partnerFlag,
    record: textArgument("record", "id of the record, yours or the one in Kafka; '-' reads several, one per line")
  },
  Effect.fn("receipt outcome")(function* ({ data, json, partner, record }) {
    const secrets = yield* readSecrets(yield* stackKeysFolder(data), partner)
    const lines = record === "-" ? readIdLines(yield* readStdin()) : [{ line: 1, id: record }]
    if (lines.length === 0)
      return yield* new UsageError({ message: "Standard input has no record ids. Write one on each line." })
    const hasher = nodeHasher(Redacted.value(secrets.key))
    const ids = yield* Effect.promise(() => Promise.all(lines.map(({ id }) => recordIdsOf(hasher, id))))
    const known = yield* outcomesOf(partner, [...new Set(ids.flat())]).pipe(Effect.provide(warehouseOf(data)))
    const { outcomes, withoutOutcome } = outcomesByLine(lines, ids, known)
    yield* printResult(json, {
      json: { outcomes, withoutOutcome },
      lines:
        outcomes.length === 0
          ? ["No message with this record id was read yet."]
          : [
              formatTable([
                ["line", "record", "outcome", "revision", "partition", "offset", "problems"],
                ...outcomes.map(({ line, record, outcome, revision, partition, offset, problems }) => [
                  line,
                  record,
                  outcome,
                  revision ?? "",
                  partition ?? "",
                  offset ?? "",
                  problems.map(problemText).join(", ")
                ])
              ]),
              withoutOutcome.length > 0 && [
                "",
                `No message was read yet for ${counted(withoutOutcome.length, "id")}: line ${withoutOutcome.join(", ")}.`
              ]
            ],
      exitCode: outcomes.length === 0 ? 1 : 0
    })
  })
).pipe(
  documented(
    "Show what became of a record, however it was sent: accepted, rejected, duplicate or withdrawn",
    "corridor receipt outcome V-17 --partner shelter-north",
    "corridor receipt outcome - --partner shelter-north < ids.txt"
  )
)

export const receipt = Command.make("receipt").pipe(
  Command.withDescription("Show what became of a partner's submissions"),
  Command.withSubcommands([list, show, history, outcome])
)
