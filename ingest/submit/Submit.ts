/**
 * A partner's file into its topic. Two passes over the file: the first tells everything that is wrong, the second sends
 * what is right; in between the partner's choice. Memory does not grow with the file but for 16 bytes and some for each record's id.
 */
import { Clock, Effect, Stream } from "effect"
import { EventLog, type Identity } from "../../ports/EventLog.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"
import { topicOfPartner } from "../partners/PartnerTopic.ts"
import { type Writer, writers } from "../wire/RecordCodec.ts"
import { registerSchemas } from "../wire/RegisterSchemas.ts"
import { frame } from "../wire/WireFormat.ts"
import {
  type CheckedRow,
  checkedBatches,
  checkFile,
  type FileCheck,
  type ReadyRow,
  sendable
} from "./check/CheckTable.ts"
import { type OpenedFile, openFile } from "./check/OpenFile.ts"
import { type PartnerHasher, uuidOfHash } from "./check/PartnerHasher.ts"
import type { FileFormat } from "./columns/Binding.ts"
import type { Mapping } from "./columns/Mapping.ts"
import { asFileProblem } from "./node/FileProblem.ts"
import { nodeFileSource } from "./node/NodeFileSource.ts"
import { nodeHasher } from "./node/NodeHasher.ts"
import { openReport } from "./node/ReportFile.ts"
import type { Language } from "./words/Languages.ts"

export interface SubmitOptions {
  readonly file: string
  readonly partner: string
  /** The partner's own key, with which case references become first pseudonyms. */
  readonly partnerKey: Uint8Array
  readonly recordKind: RecordKind | undefined
  readonly format: FileFormat | undefined
  readonly mapping: Mapping
  readonly sheet: string | undefined
  readonly dryRun: boolean
  /** Send the good rows of a file that has bad ones. */
  readonly partial: boolean
  /** Where the partner's file with a column of problems goes. */
  readonly report: string | undefined
  readonly language: Language
  /** Hears how many rows are checked and how many records are sent. */
  readonly onProgress: (stage: "checked" | "sent", count: number, of: number | undefined) => void
}

export interface Submission extends FileCheck {
  /** The same records of the same partner have the same one. */
  readonly submission: string
  readonly format: FileFormat
  /** Records sent: 0 for a dry run and for a file that is refused. */
  readonly sent: number
}

/** Records sent at once. */
const sendSize = 1000

const send = Effect.fn("Submit.send")(function* (
  options: SubmitOptions,
  opened: OpenedFile,
  hasher: PartnerHasher,
  identity: Identity,
  total: number
) {
  const log = yield* EventLog
  const { newest } = yield* registerSchemas()
  const producer = yield* log.producer(identity)
  const topic = topicOfPartner(options.partner)
  const messageOf = ({ kind, record }: ReadyRow) => ({
    key: record["recordId"] as string,
    value: frame(newest.get(kind) as number, (writers.get(kind) as Writer).encode(record))
  })
  let sent = 0
  yield* Stream.fromAsyncIterable(checkedBatches(opened, hasher), (cause) =>
    asFileProblem(cause, options.language)
  ).pipe(
    Stream.flatMap((rows) => Stream.fromIterable(rows.flatMap(({ ready }) => ready ?? []))),
    Stream.grouped(sendSize),
    Stream.runForEach(
      Effect.fn("Submit.group")(function* (rows) {
        yield* producer.send(topic, rows.map(messageOf))
        sent += rows.length
        options.onProgress("sent", sent, total)
      })
    )
  )
  return sent
}, Effect.scoped)

const check = Effect.fn("Submit.check")(function* (options: SubmitOptions, opened: OpenedFile, hasher: PartnerHasher) {
  const report = options.report === undefined ? undefined : yield* openReport(options.report, opened, options.language)
  let rows = 0
  const onRows = async (batch: ReadonlyArray<CheckedRow>) => {
    rows += batch.length
    options.onProgress("checked", rows, undefined)
    await report?.write(batch)
  }
  return yield* Effect.tryPromise({
    try: () => checkFile(opened, hasher, onRows),
    catch: (cause) => asFileProblem(cause, options.language)
  })
}, Effect.scoped)

/** Checks the file, writes the report where one is asked for, and sends what may be sent. `identity`: the partner's, for Kafka. */
export const submit = Effect.fn("Submit.submit")(function* (options: SubmitOptions, identity: Identity) {
  const source = yield* nodeFileSource(options.file)
  const { recordKind, format, mapping, sheet } = options
  const now = yield* Clock.currentTimeMillis
  const opened = yield* Effect.tryPromise({
    try: () => openFile(source, { recordKind, format, mapping, sheet, now }),
    catch: (cause) => asFileProblem(cause, options.language)
  })
  const hasher = nodeHasher(options.partnerKey)
  const found = yield* check(options, opened, hasher)
  const may = sendable(found)
  const sends = !options.dryRun && (may === "whole" || (may === "good-rows" && options.partial))
  const sent = sends ? yield* send(options, opened, hasher, identity, found.records) : 0
  return {
    ...found,
    submission: uuidOfHash(found.contentHash),
    format: opened.format,
    sent
  } satisfies Submission
}, Effect.scoped)
