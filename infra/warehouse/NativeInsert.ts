/** Encodes blocks for an insert, in reused memory. */
import { Effect } from "effect"
import type { Warehouse } from "../../ports/Warehouse.ts"
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
 * Returns the port's `insertBlock`. `insertBytes` must not use the bytes after it ends. After a failure or an interruption the engine may still
 * read the buffer, so it is not reused.
 */
export const insertBlockAsBytes =
  (insertBytes: Warehouse["Service"]["insertBytes"]): Warehouse["Service"]["insertBlock"] =>
  (table, block, options) =>
    Effect.gen(function* () {
      if (block.rows === 0) return
      const memory = blocks.take(nativeSize(block))
      const job = { block, memory }
      const length = block.rows < minRowsForWorker ? writeNative(job) : yield* writeNativeInWorker(job)
      yield* insertBytes(table, [...block.columns.keys()], "Native", memory.subarray(0, length), options)
      blocks.give(memory)
    })
