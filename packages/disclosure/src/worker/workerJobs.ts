/** What the second thread does: waits for jobs and does them, one after another, until it is ended. */
import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads"
import { maxDisplacement } from "../attack/maxDisplacement.ts"
import { balanceRows, type PrimalDualState, primalDualSteps } from "../attack/primalDualSteps.ts"
import { solveVertices, type VertexRequest } from "../attack/Vertices.ts"
import type { LinearProgramme } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import { loadSolver } from "../solver/Solver.ts"
import type { Classes } from "../suppress/Classes.ts"
import { parallelHalves } from "./ParallelHalves.ts"
import { signals } from "./WorkerThread.ts"

/** Half of what a `Push` does, how far a class can go, or corners of a programme that is held open. */
export type Job =
  | { readonly kind: "displacement"; readonly classes: Classes; readonly of: number; readonly asked: number }
  | {
      readonly kind: "steps"
      readonly numbers: PrimalDualState
      readonly progress: Int32Array
      readonly steps: number
      readonly barrier: number
    }
  | { readonly kind: "open"; readonly programme: LinearProgramme }
  | { readonly kind: "vertices"; readonly asked: VertexRequest }
  | { readonly kind: "close" }
  | { readonly kind: "balance"; readonly numbers: PrimalDualState; readonly progress: Int32Array }

const solver = await loadSolver()

let open: OpenProgramme | undefined

const work = (job: Job): unknown => {
  if (job.kind === "displacement") return maxDisplacement(solver, job.classes, job.of, 1, job.asked)
  if (job.kind === "vertices") return solveVertices(open as OpenProgramme, job.asked)
  if (job.kind === "open" || job.kind === "close") {
    open?.dispose()
    open = job.kind === "open" ? solver.open(job.programme) : undefined
    return undefined
  }
  const halves = parallelHalves(job.progress, 1)
  if (job.kind === "steps") primalDualSteps(job.numbers, halves, job.steps, job.barrier)
  else balanceRows(job.numbers, halves)
  return undefined
}

const { port, state } = workerData as { readonly port: MessagePort; readonly state: Int32Array }
Atomics.store(state, signals.ready, 1)
for (let done = 0; ; done++) {
  Atomics.wait(state, signals.asked, done)
  const job = receiveMessageOnPort(port)?.message as Job
  let answer: unknown
  try {
    answer = { result: work(job) }
  } catch (error) {
    answer = { error }
  }
  port.postMessage(answer)
  Atomics.store(state, signals.done, done + 1)
  Atomics.notify(state, signals.done)
}
