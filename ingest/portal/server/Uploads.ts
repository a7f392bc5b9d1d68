import { randomBytes } from "node:crypto"
import { type Cause, Effect, Exit, Fiber, Option, Queue, Stream } from "effect"
import { steadyMillis } from "../../../ports/steadyTime.ts"
import type { ReadyRow } from "../../submit/check/pseudonymiseRows.ts"
import type { UploadAnswer } from "../api/UploadApi.ts"

/** An upload without a request for this long is abandoned. */
export const idleMillis = 5 * 60_000

/** Concurrent uploads of one partner, and of all. */
const [maxPerPartner, maxTotal] = [3, 60]

interface Upload {
  readonly partner: string
  readonly records: number
  readonly queue: Queue.Queue<ReadyRow, Cause.Done>
  readonly sending: Fiber.Fiber<UploadAnswer, unknown>
  next: number
  received: number
  last: number
}

interface BeginUpload<E, R> {
  readonly partner: string
  readonly records: number
  readonly send: (records: Stream.Stream<ReadyRow>) => Effect.Effect<UploadAnswer, E, R>
}

type UploadFault = "unknown" | "too-many" | "out-of-step" | "failed"

/** Why an upload cannot continue. `next` is the number of the expected chunk. */
export class UploadError extends Error {
  readonly _tag = "UploadError"
  readonly fault: UploadFault
  readonly next: number
  /** Why the sender failed. */
  readonly reason: unknown
  constructor(fault: UploadFault, next = 0, reason?: unknown) {
    super(fault)
    this.fault = fault
    this.next = next
    this.reason = reason
  }
}

const fail = (fault: UploadFault, next = 0) => Effect.fail(new UploadError(fault, next))

const failed = (exit: Exit.Exit<unknown, unknown>) =>
  Effect.fail(new UploadError("failed", 0, Option.getOrUndefined(Exit.findErrorOption(exit))))

/**
 * Uploads in progress. A client sends rows in chunks, in order, and they go to the partner's topic as they arrive.
 *
 * An interrupted upload is started again. Records keep their ids, so none is stored twice. Uploads live as long as the scope.
 */
export const makeUploads = Effect.fn("Uploads.make")(function* () {
  const scope = yield* Effect.scope
  const open = new Map<string, Upload>()

  const abandon = (id: string, upload: Upload) =>
    Effect.sync(() => open.delete(id)).pipe(Effect.andThen(Fiber.interrupt(upload.sending)))

  const abandonIdle = Effect.fn("Uploads.abandonIdle")(function* () {
    const now = yield* steadyMillis
    for (const [id, upload] of open) if (upload.last + idleMillis <= now) yield* abandon(id, upload)
  })
  yield* abandonIdle().pipe(Effect.andThen(Effect.sleep("1 minute")), Effect.forever, Effect.forkIn(scope))

  const find = (id: string, partner: string) => {
    const upload = open.get(id)
    return upload === undefined || upload.partner !== partner ? undefined : upload
  }

  return {
    begin: Effect.fn("Uploads.begin")(function* <E, R>({ partner, records, send }: BeginUpload<E, R>) {
      yield* abandonIdle()
      const own = [...open.values()].filter((one) => one.partner === partner)
      if (own.length >= maxPerPartner || open.size >= maxTotal) return yield* fail("too-many")
      const queue = yield* Queue.bounded<ReadyRow, Cause.Done>(2_000)
      const sending = yield* send(Stream.fromQueue(queue)).pipe(
        // Nothing must wait for room in the queue of a sender that has failed.
        Effect.onExit(() => Queue.shutdown(queue)),
        Effect.forkIn(scope)
      )
      const id = randomBytes(18).toString("base64url")
      open.set(id, { partner, records, queue, sending, next: 0, received: 0, last: yield* steadyMillis })
      return id
    }),
    /** Takes a chunk. The last one may come again, because its response may have been lost. */
    take: Effect.fn("Uploads.take")(function* (
      id: string,
      partner: string,
      chunk: number,
      rows: ReadonlyArray<ReadyRow>
    ) {
      const upload = find(id, partner)
      if (upload === undefined) return yield* fail("unknown")
      if (chunk === upload.next - 1) return upload.received
      if (chunk !== upload.next || upload.received + rows.length > upload.records)
        return yield* fail("out-of-step", upload.next)
      upload.next += 1
      upload.received += rows.length
      upload.last = yield* steadyMillis
      yield* Queue.offerAll(upload.queue, rows)
      // A sender that has succeeded already has these records.
      const ended = upload.sending.pollUnsafe()
      if (ended !== undefined && Exit.isFailure(ended)) {
        open.delete(id)
        return yield* failed(ended)
      }
      upload.last = yield* steadyMillis
      return upload.received
    }),
    /** Waits until all rows are in the partner's topic, and returns the receipt. */
    end: Effect.fn("Uploads.end")(function* (id: string, partner: string) {
      const upload = find(id, partner)
      if (upload === undefined) return yield* fail("unknown")
      if (upload.received !== upload.records) return yield* fail("out-of-step", upload.next)
      yield* Queue.end(upload.queue)
      const exit = yield* Fiber.await(upload.sending)
      open.delete(id)
      return Exit.isSuccess(exit) ? exit.value : yield* failed(exit)
    })
  }
})
