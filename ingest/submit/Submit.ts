/**
 * A partner's file into its topic. Two passes over the file: the first tells everything that is wrong, the second sends
 * what is right; in between the partner's choice. Memory does not grow with the file but for the ids of its records.
 */
import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { Effect, Stream } from "effect"
import { EventLog, type Identity } from "../../ports/EventLog.ts"
import { derivedRecordId } from "../keys/Pseudonym.ts"
import { topicOfPartner } from "../partners/PartnerTopic.ts"
import { type Writer, writers } from "../wire/RecordCodec.ts"
import { registerSchemas } from "../wire/RegisterSchemas.ts"
import { frame } from "../wire/WireFormat.ts"
import { type CheckOptions, checkedRows, checkFile, errorsOf, type FileCheck, type ReadyRow } from "./CheckFile.ts"
import { openReport } from "./Report.ts"

export interface SubmitOptions extends CheckOptions {
  readonly partner: string
  readonly dryRun: boolean
  /** Send the good rows of a file that has bad ones. */
  readonly partial: boolean
  /** Where the partner's file with a column of problems goes. */
  readonly report: string | undefined
}

export interface Submission extends Omit<FileCheck, "identifying"> {
  /** The same file of the same partner has the same one. */
  readonly submission: string
  /** Records sent: 0 for a dry run and for a file that is refused. */
  readonly sent: number
}

/** Records sent at once. */
const sendSize = 1000

const hashOf = (file: string) =>
  Effect.promise(async () => {
    const hash = createHash("sha256")
    for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array)
    return hash.digest("hex")
  })

const send = Effect.fn("Submit.send")(function* (options: SubmitOptions, identity: Identity, total: number) {
  const log = yield* EventLog
  const { newest } = yield* registerSchemas()
  const producer = yield* log.producer(identity)
  const topic = topicOfPartner(options.partner)
  const messageOf = ({ kind, record }: ReadyRow) => ({
    key: record["recordId"] as string,
    value: frame(newest.get(kind) as number, (writers.get(kind) as Writer).encode(record))
  })
  let sent = 0
  yield* checkedRows(options).pipe(
    Stream.filter((checked) => checked.ready !== undefined),
    Stream.map((checked) => messageOf(checked.ready as ReadyRow)),
    Stream.grouped(sendSize),
    Stream.runForEach(
      Effect.fn("Submit.group")(function* (messages) {
        yield* producer.send(topic, messages)
        sent += messages.length
        if (sent % (10 * sendSize) === 0) yield* Effect.logInfo(`${sent} of ${total} records sent`)
      })
    )
  )
  return sent
}, Effect.scoped)

/** Checks the file, writes the report where one is asked for, and sends what may be sent. `identity`: the partner's, for Kafka. */
export const submit = Effect.fn("Submit.submit")(function* (options: SubmitOptions, identity: Identity) {
  const check = yield* Effect.scoped(
    Effect.gen(function* () {
      const report = options.report === undefined ? undefined : yield* openReport(options.report, options.fileKind)
      return yield* checkFile(options, (row) => (report === undefined ? Effect.void : report.write(row)))
    })
  )
  const submission = derivedRecordId(options.partnerKey, `submission\0${yield* hashOf(options.file)}`)
  const { rows, accepted, rejected, problems, identifying } = check
  const refused = identifying || check.rows === 0 || (errorsOf(check).length > 0 && !options.partial)
  const sent = options.dryRun || refused || accepted === 0 ? 0 : yield* send(options, identity, accepted)
  return { submission, rows, accepted, rejected, sent, problems } satisfies Submission
})
