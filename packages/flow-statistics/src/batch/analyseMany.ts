import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { Effect } from "effect"
import { analyseOne, type BatchOptions, type BatchResult } from "./analyseOne.ts"
import type { BatchData } from "./batchWorker.ts"

export interface ManySeries {
  readonly series: ReadonlyArray<Float64Array>
  readonly options: BatchOptions
  /** Threads; one per core when left out. */
  readonly threads?: number | undefined
  /** Told after each portion: how many series are done. */
  readonly onProgress?: ((done: number) => void) | undefined
}

/** Series that a thread takes at once: some tens of milliseconds of work. */
const portion = 25

/** Fewer are done at once than threads start. */
const few = 200

const share = ({ series, options }: ManySeries): BatchData => {
  const starts = new Uint32Array(new SharedArrayBuffer((series.length + 1) * 4))
  series.forEach((values, i) => {
    starts[i + 1] = (starts[i] as number) + values.length
  })
  const values = new Float64Array(new SharedArrayBuffer((starts[series.length] as number) * 8))
  series.forEach((own, i) => {
    values.set(own, starts[i])
  })
  return { values: values.buffer as SharedArrayBuffer, starts: starts.buffer as SharedArrayBuffer, options }
}

const byThreads = (many: ManySeries, threads: number) =>
  Effect.callback<ReadonlyArray<BatchResult>>((resume) => {
    const { length } = many.series
    const workerData = share(many)
    const results = new Array<BatchResult>(length)
    let next = 0
    let done = 0
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL("./batchWorker.ts", import.meta.url), { workerData })
    )
    const stop = () => Promise.all(workers.map((worker) => worker.terminate()))
    const give = (worker: Worker) => {
      if (next >= length) return
      const to = Math.min(length, next + portion)
      worker.postMessage([next, to])
      next = to
    }
    for (const worker of workers) {
      worker.on(
        "message",
        ({ from, results: own }: { readonly from: number; readonly results: ReadonlyArray<BatchResult> }) => {
          own.forEach((result, i) => {
            results[from + i] = result
          })
          done += own.length
          many.onProgress?.(done)
          if (done === length) void stop().then(() => resume(Effect.succeed(results)))
          else give(worker)
        }
      )
      worker.on("error", (error) => void stop().then(() => resume(Effect.die(error))))
      // Two portions each, so that none waits for the other side.
      give(worker)
      give(worker)
    }
    return Effect.promise(stop)
  })

/**
 * All trend tests, STL's strengths and PELT's breaks of many series, on all cores. Interrupting it ends its threads. Results are in the
 * order of the series.
 */
export const analyseMany = Effect.fn("analyseMany")(function* (many: ManySeries) {
  const threads = Math.min(many.threads ?? availableParallelism(), Math.ceil(many.series.length / portion))
  if (threads < 2 || many.series.length < few) {
    const results: Array<BatchResult> = []
    for (const values of many.series) {
      results.push(analyseOne(values.slice(), many.options))
      if (results.length % portion === 0 || results.length === many.series.length) {
        many.onProgress?.(results.length)
        yield* Effect.yieldNow
      }
    }
    return results as ReadonlyArray<BatchResult>
  }
  return yield* byThreads(many, threads)
})
