/**
 * Uploads under way: the browser sends rows in chunks, one after the other, and they flow to the partner's topic as they come.
 * An upload that breaks off is begun anew: records have the same ids, so nothing is doubled.
 */
import { randomBytes } from "node:crypto"
import { type Cause, Clock, Effect, Exit, Fiber, Queue, Stream } from "effect"
import type { ReceiptAnswer } from "../api/PortalApi.ts"
import type { SentRow } from "./RowsText.ts"

/** An upload without a request for so long is given up. */
export const patienceMillis = 5 * 60_000

/** Of one partner at once, and of all. */
const [mostOfPartner, mostOfAll] = [3, 60]

interface Upload {
  readonly partner: string
  readonly records: number
  readonly queue: Queue.Queue<SentRow, Cause.Done>
  readonly sending: Fiber.Fiber<ReceiptAnswer, unknown>
  next: number
  received: number
  last: number
}

export interface BeginUpload<E, R> {
  readonly partner: string
  readonly records: number
  /** Sends what comes and answers the receipt. */
  readonly send: (records: Stream.Stream<SentRow>) => Effect.Effect<ReceiptAnswer, E, R>
}

export type UploadFault = "unknown" | "too-many" | "out-of-step" | "failed"

/** Why an upload does not go on; `next` is the chunk that is waited for. */
export class UploadStopped extends Error {
  readonly _tag = "UploadStopped"
  readonly fault: UploadFault
  readonly next: number
  constructor(fault: UploadFault, next = 0) {
    super(fault)
    this.fault = fault
    this.next = next
  }
}

const stop = (fault: UploadFault, next = 0) => Effect.fail(new UploadStopped(fault, next))

/** Uploads live as long as the scope. */
export const makeUploads = Effect.fn("Uploads.make")(function* () {
  const scope = yield* Effect.scope
  const open = new Map<string, Upload>()

  const giveUp = (id: string, upload: Upload) =>
    Effect.sync(() => open.delete(id)).pipe(Effect.andThen(Fiber.interrupt(upload.sending)))

  const giveUpForgotten = Effect.fn("Uploads.giveUpForgotten")(function* () {
    const now = yield* Clock.currentTimeMillis
    for (const [id, upload] of open) if (upload.last + patienceMillis <= now) yield* giveUp(id, upload)
  })
  yield* giveUpForgotten().pipe(Effect.andThen(Effect.sleep("1 minute")), Effect.forever, Effect.forkIn(scope))

  const find = (id: string, partner: string) => {
    const upload = open.get(id)
    return upload === undefined || upload.partner !== partner ? undefined : upload
  }

  return {
    begin: Effect.fn("Uploads.begin")(function* <E, R>({ partner, records, send }: BeginUpload<E, R>) {
      yield* giveUpForgotten()
      const own = [...open.values()].filter((one) => one.partner === partner)
      if (own.length >= mostOfPartner || open.size >= mostOfAll) return yield* stop("too-many")
      const queue = yield* Queue.bounded<SentRow, Cause.Done>(2_000)
      const sending = yield* send(Stream.fromQueue(queue)).pipe(
        // Whoever waits for room in the queue must not wait for a sender that has failed.
        Effect.onExit(() => Queue.shutdown(queue)),
        Effect.forkIn(scope)
      )
      const id = randomBytes(18).toString("base64url")
      open.set(id, { partner, records, queue, sending, next: 0, received: 0, last: yield* Clock.currentTimeMillis })
      return id
    }),
    /** Takes a chunk. The one that was taken last may come again, when its answer was lost on the way. */
    take: Effect.fn("Uploads.take")(function* (
      id: string,
      partner: string,
      chunk: number,
      rows: ReadonlyArray<SentRow>
    ) {
      const upload = find(id, partner)
      if (upload === undefined) return yield* stop("unknown")
      if (chunk === upload.next - 1) return upload.received
      if (chunk !== upload.next || upload.received + rows.length > upload.records)
        return yield* stop("out-of-step", upload.next)
      upload.next += 1
      upload.received += rows.length
      upload.last = yield* Clock.currentTimeMillis
      yield* Queue.offerAll(upload.queue, rows)
      // One that has ended well already knew these records and wants no more of them.
      const ended = upload.sending.pollUnsafe()
      if (ended !== undefined && Exit.isFailure(ended)) {
        open.delete(id)
        return yield* stop("failed")
      }
      upload.last = yield* Clock.currentTimeMillis
      return upload.received
    }),
    /** All rows have come: waits until they lie in the partner's topic. */
    end: Effect.fn("Uploads.end")(function* (id: string, partner: string) {
      const upload = find(id, partner)
      if (upload === undefined) return yield* stop("unknown")
      if (upload.received !== upload.records) return yield* stop("out-of-step", upload.next)
      yield* Queue.end(upload.queue)
      const exit = yield* Fiber.await(upload.sending)
      open.delete(id)
      return Exit.isSuccess(exit) ? exit.value : yield* stop("failed")
    })
  }
})
