import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads"
import type { Job } from "./workerJobs.ts"

/** Where both threads tell each other how far they are. */
export const signals = { ready: 0, asked: 1, done: 2 } as const

/**
 * A thread that works on half of a job while this one works on the other half or waits: all that calls it is synchronous. It only ever
 * computes what this thread would compute itself, so that no result depends on whether it is there. Starting it takes a moment, in which
 * `isReady` is false and nobody waits for it.
 */
export class WorkerThread {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #state = new Int32Array(new SharedArrayBuffer(12))
  #isBusy = false

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#worker = new Worker(new URL("./workerJobs.ts", import.meta.url), {
      workerData: { port: port2, state: this.#state },
      transferList: [port2]
    })
    // Without it everything goes on as with one thread.
    this.#worker.on("error", () => Atomics.store(this.#state, signals.ready, 0))
    this.#worker.unref()
    port1.unref()
  }

  /** May it be given a job? Not before it has started, nor while it has one. */
  get isReady(): boolean {
    return !this.#isBusy && Atomics.load(this.#state, signals.ready) === 1
  }

  /** Is the job that it was given done? */
  get isDone(): boolean {
    return Atomics.load(this.#state, signals.done) === Atomics.load(this.#state, signals.asked)
  }

  /** How many jobs it was given. */
  get jobs(): number {
    return Atomics.load(this.#state, signals.asked)
  }

  /** Gives it a job, which it begins at once. */
  begin(job: Job): void {
    this.#isBusy = true
    this.#port.postMessage(job)
    Atomics.add(this.#state, signals.asked, 1)
    Atomics.notify(this.#state, signals.asked)
  }

  /** Waits until the job is done; answers what it came to. */
  end(): unknown {
    const asked = Atomics.load(this.#state, signals.asked)
    for (let done = Atomics.load(this.#state, signals.done); done < asked; ) {
      Atomics.wait(this.#state, signals.done, done)
      done = Atomics.load(this.#state, signals.done)
    }
    this.#isBusy = false
    const answer = receiveMessageOnPort(this.#port)?.message as
      | { readonly result: unknown }
      | { readonly error: unknown }
    if ("error" in answer) throw answer.error
    return answer.result
  }

  /** Comes back once it has started; for measurements and tests, which need to know that it is there. */
  async started(): Promise<void> {
    while (!this.isReady) await new Promise((later) => setTimeout(later, 5))
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}
