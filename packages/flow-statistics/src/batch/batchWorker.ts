/** A thread that analyses the series of each portion that it is sent. */
import { parentPort, workerData } from "node:worker_threads"
import { analyseOne, type BatchOptions } from "./analyseOne.ts"

/** The series, in memory that all threads share. */
export interface BatchData {
  /** All values, one series after the other. */
  readonly values: SharedArrayBuffer
  /** Start of each series, and the end of the last. */
  readonly starts: SharedArrayBuffer
  readonly options: BatchOptions
}

const { values, starts, options } = workerData as BatchData
const all = new Float64Array(values)
const at = new Uint32Array(starts)

parentPort?.on("message", ([from, to]: readonly [number, number]) => {
  const results = []
  // A copy, because methods may reorder their input.
  for (let i = from; i < to; i++) results.push(analyseOne(all.slice(at[i], at[i + 1]), options))
  parentPort?.postMessage({ from, results })
})
