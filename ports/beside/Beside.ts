/**
 * A second thread of this process, for calculations of many milliseconds: whatever they would keep waiting goes on beside them.
 *
 * It runs functions that know nothing but what they are given. Arrays over shared memory (`SharedMemory.ts`) are read and written where
 * they lie; all else that is given or answered is copied. There is one such thread for all who ask; it does one thing after the other, and
 * is begun when it is first asked.
 */
import { getCompileCacheDir } from "node:module"
import { dirname } from "node:path"
import { Worker } from "node:worker_threads"
import { Effect } from "effect"
import type { Answer, Question } from "./thread.ts"

/** Rows for which a message to the other thread is worth its while: they take either thread half a millisecond and more. */
export const manyRows = 2_048

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * A thread knows nothing of what this one keeps compiled unless its environment says so: then it takes the types out of every module anew,
 * which costs a tenth of a second and 30 MB that stay.
 */
const environment = () => {
  const kept = getCompileCacheDir()
  return kept === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(kept) }
}

/** V8 gives a thread some 16 MB for young objects where nobody says otherwise; this one makes few. */
const resourceLimits = { maxYoungGenerationSizeMb: 1 }

class Thread {
  readonly #worker = new Worker(new URL("./thread.ts", import.meta.url), {
    env: environment(),
    execArgv: [],
    resourceLimits
  })
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0

  /** `onEnd` is told when it has ended, which it never does by itself. */
  constructor(onEnd: () => void) {
    // The process does not stay for its sake, but for that of whoever waits for it.
    this.#worker.unref()
    this.#worker.on("message", ({ id, ...answer }: Answer) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (this.#waiting.size === 0) this.#worker.unref()
      if ("error" in answer) waiting?.reject(answer.error)
      else waiting?.resolve(answer.result)
    })
    let why: unknown = new Error("the second thread has ended")
    this.#worker.on("error", (error) => {
      why = error
    })
    // Follows an error too, and comes once: by then nobody has begun another.
    this.#worker.on("exit", () => {
      onEnd()
      for (const { reject } of this.#waiting.values()) reject(why)
      this.#waiting.clear()
    })
  }

  ask(question: Omit<Question, "id">): Promise<unknown> {
    const id = this.#asked++
    return new Promise((resolve, reject) => {
      this.#worker.postMessage({ id, ...question } satisfies Question)
      this.#waiting.set(id, { resolve, reject })
      this.#worker.ref()
    })
  }
}

let thread: Thread | undefined

const ask = (question: Omit<Question, "id">): Promise<unknown> => {
  thread ??= new Thread(() => (thread = undefined))
  return thread.ask(question)
}

/**
 * The function `name` that the module at the address `module` exports, as run by the second thread. What it throws is a defect here as well.
 * It cannot be interrupted: until it has ended, it may write to what it was given.
 */
export const beside =
  <F extends (given: never) => unknown>(module: string, name: string) =>
  (given: Parameters<F>[0]): Effect.Effect<ReturnType<F>> =>
    Effect.uninterruptible(Effect.promise(() => ask({ module, name, given }) as Promise<ReturnType<F>>))
