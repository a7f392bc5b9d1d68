/** Encodes blocks for an insert, in reused memory. */
import { Effect } from "effect"
import type { ColumnBlock } from "../../ports/ColumnBlock.ts"
import { minRowsForWorker, runInWorker } from "../../ports/worker/runInWorker.ts"
import { BufferPool } from "../process/BufferPool.ts"
import { nativeSize, writeNative } from "./NativeBlock.ts"

const writeNativeInWorker = runInWorker<typeof writeNative>(
  new URL("./NativeBlock.ts", import.meta.url).href,
  "writeNative"
)

/** Buffers for encoded blocks. */
const blocks = new BufferPool(2, { isShared: true })

/**
 * Runs `insert` with the encoded bytes of a block, which must have rows. The bytes are invalid after `insert` ends. After a failure or an
 * interruption the engine may still read the buffer, so it is not reused.
 */
export const withNativeBytes = <A, E, R>(block: ColumnBlock, insert: (bytes: Buffer) => Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const memory = blocks.take(nativeSize(block))
    const job = { block, memory }
    const length = block.rows < minRowsForWorker ? writeNative(job) : yield* writeNativeInWorker(job)
    const inserted = yield* insert(memory.subarray(0, length))
    blocks.give(memory)
    return inserted
  })
