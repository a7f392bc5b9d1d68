/** Sends checked records to a Corridor elsewhere, over the interface that the portal's page uses. It needs no Kafka, registry or store. */
import { Effect, Schema } from "effect"
import { certificateProblem } from "../../../ports/certificateProblem.ts"
import { asFileProblem, FileProblem } from "../../submit/node/FileProblem.ts"
import { FileRefused } from "../../submit/read/FileRefused.ts"
import type { RecordOutcome } from "../../submit/receipts/ReceiptSchemas.ts"
import { chunksToSend } from "../../submit/send/chunksToSend.ts"
import type { RecordsToSend } from "../../submit/send/RecordsToSend.ts"
import { nothingSent, type Sent } from "../../submit/send/SendRecords.ts"
import { chunkRows, maxOutcomeIds } from "../api/limits.ts"
import { type PortalClient, type Receipt, ServerRefused } from "../api/PortalClient.ts"

/** The server did not take the records. `message` says what to do. */
export class ServerUnusable extends Schema.TaggedError<ServerUnusable>()("ServerUnusable", {
  message: Schema.String
}) {}

/** For refusals of changes to accounts and entries, which only the portal makes. */
const refusedChange = "The server refuses the change."

const sentences: Readonly<Record<ServerRefused["refusal"]["why"], string>> = {
  offline:
    "The server cannot be reached. Check its address and your network, and send the file again: nothing is stored twice.",
  unavailable: "The server cannot take records now. Send the file again later: nothing is stored twice.",
  "other-answer":
    "The server did not answer as Corridor does. Check its address, and that no page of your network asks you to sign in. Nothing is stored twice if you send the file again.",
  "not-found":
    "The server does not accept this token. Check the address, and that the token is the partner's and has not expired.",
  refused: "The token may not send records. Ask the operator for one with the scope 'submit'.",
  rows: "The server refused a record that passed the check here. Update this program.",
  "other-key":
    "The server knows another key of this partner. Use the file of that key (--key FILE): with another one, later records of a case would be counted as another person.",
  "last-manager": refusedChange,
  "name-taken": refusedChange,
  "own-entry": refusedChange,
  "account-newer": refusedChange,
  "not-waiting": refusedChange,
  "something-waits": refusedChange,
  "review-full":
    "Too much waits for approval. Let another account approve or return some of it, and send the file again.",
  "out-of-step": "The upload was interrupted. Send the file again: nothing is stored twice.",
  "too-many": "The server has too many uploads now. Send the file again in a few minutes."
}

const asServerError = (cause: unknown): ServerUnusable | FileProblem => {
  if (cause instanceof FileProblem || cause instanceof ServerUnusable) return cause
  if (cause instanceof FileRefused) return asFileProblem(cause)
  const certificate = certificateProblem(cause)
  if (certificate !== undefined)
    return new ServerUnusable({
      message: `The server's TLS connection cannot be trusted: ${certificate}. Check the address and this machine's clock. If both are right, ask the operator or the administrator of your network. For an authority of your own network set NODE_EXTRA_CA_CERTS.`
    })
  if (cause instanceof ServerRefused) return new ServerUnusable({ message: sentences[cause.refusal.why] })
  throw cause
}

/** Sends a request to the server. Fails with what the user can do about it. */
export const ask = <A>(request: () => Promise<A>) => Effect.tryPromise({ try: request, catch: asServerError })

/** Uploads the records, whose pseudonyms the key with this check value made. Returns the receipt of the server. */
export const sendToServer = (client: PortalClient, keyCheck: string) =>
  Effect.fnUntraced(function* ({ batches, chunks: kept, ...plan }: RecordsToSend) {
    const before = new Map((yield* ask(client.receipts)).map(({ submission, receivedAt }) => [submission, receivedAt]))
    const chunks = kept?.() ?? chunksToSend(batches(), chunkRows)
    const answer = yield* ask(() => client.upload({ ...plan, keyCheck, chunks }))
    const { submission, receivedAt, corrections, heldBackRecords: heldBack } = answer
    // The receipt of an interrupted upload is received again when it is complete.
    if (before.get(submission) === receivedAt && heldBack.length === 0) return nothingSent(submission, true)
    if (answer.state === "waiting") return { ...nothingSent(submission, false), waiting: plan.records }
    const sent = plan.records - heldBack.length
    return { submission, isKnown: false, sent, corrections, unchanged: 0, waiting: 0, heldBack } satisfies Sent
  })

/** The longest wait for the receipt, and the time between two requests. */
const [waitMillis, everyMillis] = [60_000, 1_000]

/** Follows a receipt until the records were read, or for a minute. Calls `onState` with each answer. */
export const followReceipt = Effect.fn("sendToServer.followReceipt")(function* (
  client: PortalClient,
  submission: string,
  onState: (receipt: Receipt) => void
) {
  for (let waited = 0; ; waited += everyMillis) {
    const receipt = yield* ask(() => client.receipt(submission))
    onState(receipt)
    if (receipt.state !== "received" || waited >= waitMillis) return receipt
    yield* Effect.sleep(everyMillis)
  }
})

/** A row whose record was not accepted as new. */
export interface RowOutcome extends RecordOutcome {
  /** The row of the file. */
  readonly row: number
}

/** Maximum number of rows that are listed. */
const maxOutcomes = 1_000

/** Returns the first rows of a file whose records were rejected or withdrawn, or repeat stored ones, with the reasons. */
export const rowsNotAccepted = Effect.fn("sendToServer.rowsNotAccepted")(function* (
  client: PortalClient,
  batches: RecordsToSend["batches"]
) {
  return yield* ask(async () => {
    const found: Array<RowOutcome> = []
    let rows = new Map<string, number>()
    const answer = async () => {
      for (const outcome of await client.outcomes([...rows.keys()]))
        if (outcome.outcome !== "accepted" && found.length < maxOutcomes)
          found.push({ ...outcome, row: rows.get(outcome.record) ?? 0 })
      rows = new Map()
    }
    for await (const batch of batches()) {
      for (const { row, ready } of batch) {
        if (ready !== undefined) rows.set(ready.record["recordId"] as string, row.row)
        if (rows.size === maxOutcomeIds) await answer()
      }
      if (found.length === maxOutcomes) break
    }
    if (rows.size > 0) await answer()
    return found.sort((a, b) => a.row - b.row)
  })
})
