/** `quarantine list | show ID | replay` */
import { Effect, Layer, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import * as QuarantineList from "../../ingest/pipeline/QuarantineList.ts"
import { type Replayed, replay as replayMessages } from "../../ingest/pipeline/Replay.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import { counted } from "../../ports/counted.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { problemCatalogue, problemEntry } from "../../schemas/Problems.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackLayer, warehouseOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import {
  commonFlags,
  documented,
  optional,
  optionalText,
  switchFlag,
  textArgument,
  textFlag,
  wholeFlag
} from "./CommonFlags.ts"

const KnownCode = Schema.String.check(
  Schema.makeFilter((code) => problemCatalogue.has(code as ProblemCode) || "code of the problem catalogue")
)

const filterFlags = {
  code: optional(textFlag("code", "only messages with this problem").pipe(Flag.withSchema(KnownCode))),
  partner: optionalText("partner", "only messages of this partner")
}

const list = Command.make(
  "list",
  {
    ...commonFlags,
    ...filterFlags,
    limit: wholeFlag("limit", "maximum number of messages", 1).pipe(Flag.withDefault(1000))
  },
  Effect.fn("quarantine list")(function* ({ data, json, code, partner, limit }) {
    const filter = { code, partner }
    const { entries, messages, byCode } = yield* Effect.gen(function* () {
      return { entries: yield* QuarantineList.list({ ...filter, limit }), ...(yield* QuarantineList.count(filter)) }
    }).pipe(Effect.provide(warehouseOf(data)))
    const rows = entries.map((e) => [e.id, e.kind, e.problems.map((p) => p.code).join(" "), e.quarantinedAt])
    const lines =
      messages === 0
        ? ["The quarantine is empty."]
        : [
            ...formatTable([["id", "kind", "rules", "since"], ...rows]),
            "",
            ...formatTable([["rule", "messages"], ...byCode.map((one) => [one.code, one.messages])]),
            "",
            `${counted(messages, "message")} in quarantine${entries.length < messages ? `, the newest ${entries.length} listed: --limit shows more` : ""}. A message may have several problems.`
          ]
    yield* printResult(json, { json: { quarantine: entries, messages, byCode }, lines })
  })
).pipe(
  documented(
    "List refused messages with their problems and offsets, and the number of messages per problem. Kept for 180 days",
    "corridor quarantine list",
    "corridor quarantine list --code country-unknown --partner shelter-north"
  )
)

const none = { json: { quarantine: null }, lines: ["There is no such message in quarantine."], exitCode: 1 } as const

const show = Command.make(
  "show",
  {
    ...commonFlags,
    id: textArgument("id", "topic/partition/offset, as shown by 'list'")
  },
  Effect.fn("quarantine show")(function* ({ data, json, id }) {
    const [entry] = yield* QuarantineList.list({ id, limit: 1 }).pipe(Effect.provide(warehouseOf(data)))
    if (entry === undefined) return yield* printResult(json, none)
    const problems = entry.problems.map(({ code, path }) => ({ path, ...problemEntry(code as ProblemCode) }))
    yield* printResult(json, {
      json: { ...entry, problems },
      lines: [
        `${entry.id} of partner ${entry.partner}, sent ${entry.sentAt}, refused ${entry.quarantinedAt}`,
        ...formatTable([
          ["field", "rule", "expected", "how to fix it"],
          ...problems.map((p) => [p.path, p.title, p.expected, p.remedy])
        ])
      ]
    })
  })
).pipe(
  documented(
    "Show one refused message: its problems, what was expected and how to fix it; never its content",
    "corridor quarantine show corridor.partner.shelter-north/0/4711"
  )
)

/** The most messages that are listed if the topic no longer holds them. */
const named = 20

const replayLines = (done: Replayed, dryRun: boolean): ReadonlyArray<string> => [
  dryRun
    ? `${counted(done.replayed, "message")} read again, nothing written. Would be loaded: ${done.loaded}; already stored: ${done.duplicates}; would be refused again: ${done.stillRefused}; expired: ${done.gone}.`
    : `${counted(done.replayed, "message")} read again: ${done.loaded} loaded, ${done.duplicates} already stored, ${done.stillRefused} refused again, ${done.gone} expired.`,
  ...done.goneMessages.slice(0, named).map((id) => `${id}: expired from the topic`),
  ...(done.gone > named ? [`… and ${done.gone - named} more have expired; --json lists all`] : []),
  ...(done.loaded > 0 && !dryRun ? ["'transform build' adds the loaded records to the marts."] : [])
]

const replay = Command.make(
  "replay",
  {
    ...commonFlags,
    ...filterFlags,
    id: optionalText("id", "only this message: topic/partition/offset, as shown by 'list'"),
    dryRun: switchFlag("dry-run", "report what would be loaded, without loading it")
  },
  Effect.fn("quarantine replay")(function* ({ data, json, code, partner, id, dryRun }) {
    const needs = ["log", "registry", "warehouse"] as const
    const done = yield* replayMessages({ code, partner, id, dryRun }).pipe(
      Effect.provide(
        SchemaReaders.layer.pipe(Layer.provideMerge(Layer.merge(stackLayer({ data, needs }), keysLayer(data))))
      )
    )
    if (id !== undefined && done.replayed === 0) return yield* printResult(json, { ...none, json: done })
    yield* printResult(json, { json: done, lines: replayLines(done, dryRun) })
  })
).pipe(
  documented(
    "After a code list or rule was fixed: read refused messages from the partners' topics again, and load those that pass now. Only the topics keep the content of messages",
    ["corridor quarantine replay --code region-unknown --dry-run", "what would be loaded"],
    "corridor quarantine replay --code region-unknown",
    "corridor quarantine replay --id corridor.partner.shelter-north/0/4711"
  )
)

export const quarantine = Command.make("quarantine").pipe(
  Command.withDescription("List refused messages and the reasons, and replay them after a fix"),
  Command.withSubcommands([list, show, replay])
)
