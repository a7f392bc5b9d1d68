/**
 * Sends a partner's file to its topic in two passes: the first reports all problems, the second sends valid records. In between, the partner
 * decides. For a server elsewhere, the records of the first pass are kept on disk. Memory use grows only by some 16 bytes per record, for its id.
 */
import { Clock, Effect, Stream } from "effect"
import type { Identity } from "../../ports/EventLog.ts"
import type { Language } from "../../schemas/Languages.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"
import { type CheckedRow, type CheckKnowledge, checkedBatches } from "./check/CheckTable.ts"
import type { ConsentOfRun } from "./check/ConsentOfRun.ts"
import { checkFile, countsOf, type FileCheck, heldBecause, sendable } from "./check/checkFile.ts"
import { readEarlierCases } from "./check/EarlierCases.ts"
import { type OpenedFile, openFile } from "./check/OpenFile.ts"
import type { PartnerHasher } from "./check/PartnerHasher.ts"
import { warningsOf } from "./check/warningsOf.ts"
import type { FileFormat } from "./columns/Binding.ts"
import type { Mapping } from "./columns/Mapping.ts"
import { asFileProblem, FileProblem } from "./node/FileProblem.ts"
import { nodeFileSource } from "./node/NodeFileSource.ts"
import { nodeHasher } from "./node/NodeHasher.ts"
import { type RecordSpool, recordSpool } from "./node/RecordSpool.ts"
import { openReport } from "./node/ReportFile.ts"
import { type ColumnChanges, columnChanges, rememberColumns } from "./preview/ColumnChanges.ts"
import { type ColumnPreview, FirstRows, previewColumns } from "./preview/ColumnPreview.ts"
import type { FileSource } from "./read/FileSource.ts"
import type { RecordsToSend } from "./send/RecordsToSend.ts"
import { nothingSent, type Sent, sendRecords, submissionId } from "./send/SendRecords.ts"

export interface SubmitOptions {
  /** The path of a file, or records that are in memory only. */
  readonly file: string | FileSource
  readonly partner: string
  /** The partner's own key, which makes first pseudonyms. */
  readonly partnerKey: Uint8Array
  readonly recordKind: RecordKind | undefined
  readonly format: FileFormat | undefined
  readonly mapping: Mapping
  readonly sheet: string | undefined
  readonly dryRun: boolean
  /** Send the valid rows of a file with errors. */
  readonly partial: boolean
  /** Files that were sent before. The case numbers of this file are compared with theirs. */
  readonly earlier?: ReadonlyArray<string>
  /** What earlier batches of the same run refused and sent. */
  readonly run?: ConsentOfRun
  /** Keep the records between the check and the sending, in chunks of so many; otherwise the file is read and checked again. */
  readonly keptAtOnce?: number
  /** Send records as they are in the file although they were corrected since. */
  readonly undo?: boolean
  /** Path of the report, which is the partner's file with a column of problems. */
  readonly report: string | undefined
  readonly language: Language
  /** Decides, with the preview, whether the records are sent. */
  readonly agrees: (found: FileCheck, preview: Preview) => Effect.Effect<boolean>
  /** Receives the numbers of checked rows and sent records. */
  readonly onProgress: (stage: "checked" | "sent", count: number, total: number | undefined) => void
}

/** What the partner sees before the records are sent. */
export interface Preview {
  readonly columns: ReadonlyArray<ColumnPreview>
  /** Undefined if no such file was sent before. */
  readonly changes: ColumnChanges | undefined
}

/**
 * `sent` is 0 for a dry run, for a refused file, and for a file that was sent before. `accepted` is the number of rows that are sent, or that would
 * be sent without `--dry-run`: 0 for a refused file.
 */
export interface Submission extends FileCheck, Omit<Sent, "heldBack">, Preview {
  readonly format: FileFormat
  /** Number of rows that may be sent if the others are left out. */
  readonly acceptable: number
  /** Number of records that were held back because they were corrected since. */
  readonly corrected: number
  /** False if the partner did not agree to send the records. */
  readonly agreed: boolean
  /** The mapping with the columns of this file, to be remembered if it was sent. */
  readonly mapping: Mapping
}

const none: ReadonlySet<string> = new Set()

const check = Effect.fn("Submit.check")(function* (
  options: SubmitOptions,
  opened: OpenedFile,
  hasher: PartnerHasher,
  first: FirstRows,
  known: CheckKnowledge,
  spool?: RecordSpool
) {
  const report = options.report === undefined ? undefined : yield* openReport(options.report, opened, options.language)
  let rows = 0
  let cases: Array<string> = []
  const begin = async () => {
    rows = 0
    cases = []
    first.clear()
    spool?.clear()
    await report?.begin()
    return onRows
  }
  const onRows = async (batch: ReadonlyArray<CheckedRow>) => {
    rows += batch.filter(({ place }) => place === "data").length
    options.onProgress("checked", rows, undefined)
    first.add(batch)
    if (options.run !== undefined)
      cases.push(
        ...batch.flatMap(({ ready }) => (ready === undefined ? [] : [ready.record["caseReference"] as string]))
      )
    await report?.write(batch)
    await spool?.add(batch)
  }
  return yield* Effect.tryPromise({
    try: async () => {
      const found = await checkFile(opened, hasher, begin, known)
      await report?.end()
      return { ...found, cases }
    },
    catch: (cause) => asFileProblem(cause, options.language)
  })
}, Effect.scoped)

/** Sends records to the partner's topic. `identity` is the partner's Kafka user. */
export const sendToTopic = (partner: string, identity: Identity, language: Language) => (given: RecordsToSend) => {
  const { batches, warnings: _, chunks: __, ...plan } = given
  const rows = Stream.fromAsyncIterable(batches(), (cause) => asFileProblem(cause, language)).pipe(
    Stream.flatMap((batch) => Stream.fromIterable(batch.flatMap(({ ready }) => ready ?? [])))
  )
  return sendRecords({ ...plan, partner, identity, via: "command-line" }, rows)
}

/**
 * Checks the file, writes the report if one is requested, and sends valid records with `send`. The file stays open until the scope closes, so that
 * its rows can be read again when it is known what became of them.
 *
 * `sentBefore` returns which of these cases, by first pseudonym, have records where the file is sent to. It is asked for cases that refuse consent.
 */
export const submit = Effect.fn("Submit.submit")(function* <E, R, R2 = never>(
  options: SubmitOptions,
  send: (records: RecordsToSend) => Effect.Effect<Sent, E, R>,
  sentBefore: (persons: ReadonlyArray<string>) => Effect.Effect<ReadonlySet<string>, never, R2> = () =>
    Effect.succeed(none)
) {
  const { recordKind, format, mapping, sheet } = options
  const now = yield* Clock.currentTimeMillis
  const open = Effect.fnUntraced(function* (file: string | FileSource) {
    const source = typeof file === "string" ? yield* nodeFileSource(file) : file
    return yield* Effect.tryPromise({
      try: () => openFile(source, { recordKind, format, mapping, sheet, now }),
      catch: (cause) => asFileProblem(cause, options.language)
    })
  })
  const opened = yield* open(options.file)
  const hasher = nodeHasher(options.partnerKey)
  const earlier = yield* Effect.gen(function* () {
    if (options.earlier === undefined || options.earlier.length === 0) return undefined
    const files = yield* Effect.forEach(options.earlier, open)
    return yield* Effect.tryPromise({
      try: () => readEarlierCases(files, hasher),
      catch: (cause) => asFileProblem(cause, options.language)
    })
  }).pipe(Effect.mapError(({ code, row, message }) => new FileProblem({ code, row, message: `--earlier: ${message}` })))
  const first = new FirstRows(opened)
  const { keptAtOnce } = options
  const spool = keptAtOnce === undefined || options.dryRun ? undefined : yield* recordSpool(keptAtOnce)
  const { run } = options
  const before = { earlier, sent: run?.sent, refused: run?.refused }
  const alone = yield* check(options, opened, hasher, first, before, spool)
  const refusing = opened.refusedCases.persons
  const stored = options.dryRun || refusing.length === 0 ? none : yield* sentBefore(refusing)
  const known = { ...before, sent: new Set([...(run?.sent ?? none), ...stored]) }
  const { cases, ...found } = stored.size === 0 ? alone : yield* check(options, opened, hasher, first, known, spool)
  const preview: Preview = { columns: previewColumns(opened, first), changes: columnChanges(mapping, opened) }
  const may = sendable(found)
  const maySend = may === "whole" || (may === "good-rows" && options.partial)
  const agreed = !maySend || options.dryRun || (yield* options.agrees(found, preview))
  const isSent = maySend && agreed
  const sends = isSent && !options.dryRun
  const submission = submissionId(options.partner, found.contentHash)
  const done: Sent = sends
    ? yield* send({
        contentHash: found.contentHash,
        records: found.records,
        undo: options.undo ?? false,
        warnings: warningsOf(found),
        batches: () => checkedBatches(opened, hasher, { refused: run?.refused }),
        chunks: yield* Effect.promise(async () => spool?.kept()),
        onSent: (count) => options.onProgress("sent", count, found.records)
      })
    : nothingSent(submission, false)
  // Which records are held back is known after sending. The report and the counts name their rows.
  const { heldBack: corrected, ...sent } = done
  const again = (more: CheckKnowledge) =>
    check(options, opened, hasher, new FirstRows(opened), { ...known, ...more }).pipe(
      Effect.map(({ cases: _, ...rest }) => rest)
    )
  const result = corrected.length === 0 ? found : yield* again({ corrected: new Set(corrected) })
  const because = agreed ? heldBecause(found, isSent) : "declined"
  if (because !== undefined && options.report !== undefined) yield* again({ heldBecause: because })
  for (const person of refusing) run?.refused.add(person)
  if (isSent) for (const person of cases) run?.sent.add(person)
  return {
    ...result,
    ...countsOf(result, isSent),
    acceptable: result.accepted,
    corrected: corrected.length,
    ...sent,
    format: opened.format,
    ...preview,
    agreed,
    mapping: rememberColumns(mapping, opened)
  } satisfies Submission
})
