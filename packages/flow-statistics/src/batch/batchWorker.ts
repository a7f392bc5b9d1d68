/** A thread that analyses the series it is told of, out of memory that all threads share. */
import { parentPort, workerData } from "node:worker_threads"
import { analyseOne, type BatchOptions } from "./analyseOne.ts"

export interface BatchData {
  /** All values, one series after the other. */
  readonly values: SharedArrayBuffer
  /** Where each series begins, and where the last ends. */
  readonly starts: SharedArrayBuffer
  readonly options: BatchOptions
}

const { values, starts, options } = workerData as BatchData
const all = new Float64Array(values)
const at = new Uint32Array(starts)

parentPort?.on("message", ([from, to]: readonly [number, number]) => {
  const results = []
  // A copy, for methods may reorder what they are given.
  for (let i = from; i < to; i++) results.push(analyseOne(all.slice(at[i], at[i + 1]), options))
  parentPort?.postMessage({ from, results })
})
