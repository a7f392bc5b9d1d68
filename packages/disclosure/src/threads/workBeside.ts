/** What the second thread does: waits for jobs and does them, one after another, until it is ended. */
import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads"
import { type CornersAsked, cornersOf } from "../attack/Corners.ts"
import { farthest } from "../attack/Farthest.ts"
import { balance, type PushNumbers, pushSteps } from "../attack/PushSteps.ts"
import type { LinearProgramme } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import { loadSolver } from "../solver/Solver.ts"
import type { Classes } from "../suppress/Classes.ts"
import { together } from "./InHalves.ts"
import { signs } from "./SecondThread.ts"

/** Half of what a `Push` does, how far a class can go, or corners of a programme that is held open. */
export type Job =
  | { readonly kind: "farthest"; readonly classes: Classes; readonly of: number; readonly asked: number }
  | {
      readonly kind: "steps"
      readonly numbers: PushNumbers
      readonly turns: Int32Array
      readonly steps: number
      readonly barrier: number
    }
  | { readonly kind: "open"; readonly programme: LinearProgramme }
  | { readonly kind: "corners"; readonly asked: CornersAsked }
  | { readonly kind: "close" }
  | { readonly kind: "balance"; readonly numbers: PushNumbers; readonly turns: Int32Array }

const solver = await loadSolver()

let open: OpenProgramme | undefined

const work = (job: Job): unknown => {
  if (job.kind === "farthest") return farthest(solver, job.classes, job.of, 1, job.asked)
  if (job.kind === "corners") return cornersOf(open as OpenProgramme, job.asked)
  if (job.kind === "open" || job.kind === "close") {
    open?.dispose()
    open = job.kind === "open" ? solver.open(job.programme) : undefined
    return undefined
  }
  const inHalves = together(job.turns, 1)
  if (job.kind === "steps") pushSteps(job.numbers, inHalves, job.steps, job.barrier)
  else balance(job.numbers, inHalves)
  return undefined
}

const { port, state } = workerData as { readonly port: MessagePort; readonly state: Int32Array }
Atomics.store(state, signs.ready, 1)
for (let done = 0; ; done++) {
  Atomics.wait(state, signs.asked, done)
  const job = receiveMessageOnPort(port)?.message as Job
  let answer: unknown
  try {
    answer = { result: work(job) }
  } catch (error) {
    answer = { error }
  }
  port.postMessage(answer)
  Atomics.store(state, signs.done, done + 1)
  Atomics.notify(state, signs.done)
}
