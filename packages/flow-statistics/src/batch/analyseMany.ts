import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { analyseOne, type BatchOptions, type BatchResult } from "./analyseOne.ts"
import type { BatchData } from "./batchWorker.ts"

export interface ManySeries {
  readonly series: ReadonlyArray<Float64Array>
  readonly options: BatchOptions
  /** Number of threads; the default is one per core. */
  readonly threads?: number | undefined
  /** Called with the number of finished series. */
  readonly onProgress?: ((done: number) => void) | undefined
  /** Aborting it ends the threads and rejects. */
  readonly signal?: AbortSignal | undefined
}

/** Series that a thread takes at a time: some tens of milliseconds of work. */
const portion = 25

/** Below this number of series, starting threads takes longer than the work. */
const fewSeries = 200

/** Copies all series into memory that threads share. */
const shareSeries = ({ series, options }: ManySeries): BatchData => {
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

interface Portion {
  readonly from: number
  readonly results: ReadonlyArray<BatchResult>
}

const inThreads = async (many: ManySeries, threads: number): Promise<ReadonlyArray<BatchResult>> => {
  const { length } = many.series
  const workerData = shareSeries(many)
  const results = new Array<BatchResult>(length)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let next = 0
  let done = 0
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("./batchWorker.ts", import.meta.url), { workerData })
  )
  const assign = (worker: Worker) => {
    if (next >= length) return
    const to = Math.min(length, next + portion)
    worker.postMessage([next, to])
    next = to
  }
  const abort = () => reject(many.signal?.reason)
  many.signal?.addEventListener("abort", abort)
  for (const worker of workers) {
    worker.on("message", ({ from, results: own }: Portion) => {
      own.forEach((result, i) => {
        results[from + i] = result
      })
      done += own.length
      many.onProgress?.(done)
      if (done === length) resolve()
      else assign(worker)
    })
    worker.on("error", reject)
    // Two portions each, so that no thread waits for the next one.
    assign(worker)
    assign(worker)
  }
  try {
    await promise
  } finally {
    many.signal?.removeEventListener("abort", abort)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return results
}

/**
 * Runs all trend tests, STL and PELT on many series, on all cores. Returns the results in the order of the series. Rejects with the
 * signal's reason if it is aborted.
 *
 * @example
 * ```ts
 * import { analyseMany } from "@corridor/flow-statistics"
 *
 * const [first] = await analyseMany({
 *   series: [Float64Array.of(3, 4, 6, 5, 8, 9, 9, 12)],
 *   options: { season: 1, robust: false, model: "l2", minSize: 3, log1p: false }
 * })
 * ```
 */
export const analyseMany = async (many: ManySeries): Promise<ReadonlyArray<BatchResult>> => {
  many.signal?.throwIfAborted()
  const threads = Math.min(many.threads ?? availableParallelism(), Math.ceil(many.series.length / portion))
  if (threads >= 2 && many.series.length >= fewSeries) return inThreads(many, threads)
  const results: Array<BatchResult> = []
  for (const values of many.series) {
    results.push(analyseOne(values.slice(), many.options))
    if (results.length % portion === 0 || results.length === many.series.length) {
      many.onProgress?.(results.length)
      await new Promise((later) => setImmediate(later))
      many.signal?.throwIfAborted()
    }
  }
  return results
}
