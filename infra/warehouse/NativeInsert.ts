/** Inserts of blocks of columns: their bytes are written, handed to the store, and their memory is used again. */
import { Effect } from "effect"
import type { ColumnBlock } from "../../ports/ColumnBlock.ts"
import { minRowsForWorker, runInWorker } from "../../ports/worker/runInWorker.ts"
import { BufferPool } from "../process/BufferPool.ts"
import { nativeSize, writeNative } from "./NativeBlock.ts"

const writeNativeInWorker = runInWorker<typeof writeNative>(
  new URL("./NativeBlock.ts", import.meta.url).href,
  "writeNative"
)

/** Buffers of blocks on their way. */
const blocks = new BufferPool(2, { isShared: true })

/**
 * Runs `insert` with the bytes of a block that has rows. They are void when it has ended. After a failure or an interruption the engine may
 * still be reading them: then they are left alone for good.
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
