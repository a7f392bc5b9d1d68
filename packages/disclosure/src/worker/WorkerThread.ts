import { getCompileCacheDir } from "node:module"
import { dirname } from "node:path"
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads"
import { type Call, type Reply, signals, type ThreadData } from "./messages.ts"

export interface WorkerThreadOptions {
  /** URLs of modules to load before the thread counts as ready. */
  readonly preload?: ReadonlyArray<string>
  /** Megabytes for young objects; V8 reserves 16 by default. */
  readonly maxYoungGenerationSizeMb?: number
  /** Called once when the thread has ended. */
  readonly onExit?: () => void
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Returns the environment of the thread. A thread uses the compile cache of its process only if its environment names the folder. Without the cache
 * it strips the types of every module again.
 */
const environment = () => {
  const folder = getCompileCacheDir()
  return folder === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(folder) }
}

/**
 * A thread that calls exported functions of modules, one after the other. Arrays over shared memory are read and written in place; other
 * arguments and results are copied.
 *
 * There are two ways to use it. `run` returns a promise. `begin` and `end` are synchronous: the caller works on its own share in between.
 * A thread is used in one of the two ways only.
 *
 * The thread does not keep the process alive while no call waits for it.
 *
 * @example
 * ```ts
 * import { WorkerThread } from "@corridor/disclosure/worker/WorkerThread"
 *
 * const thread = new WorkerThread()
 * console.log(await thread.run({ module: "node:path", name: "basename", argument: "/data/table.csv" })) // table.csv
 * await thread.stop()
 * ```
 */
export class WorkerThread {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #state = new Int32Array(new SharedArrayBuffer(8))
  readonly #waiting = new Map<number, Waiting>()
  #calls = 0
  #isBusy = false

  constructor({ preload = [], maxYoungGenerationSizeMb, onExit }: WorkerThreadOptions = {}) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#worker = new Worker(new URL("./serveCalls.ts", import.meta.url), {
      workerData: { port: port2, state: this.#state, preload } satisfies ThreadData,
      transferList: [port2],
      env: environment(),
      execArgv: [],
      ...(maxYoungGenerationSizeMb === undefined ? {} : { resourceLimits: { maxYoungGenerationSizeMb } })
    })
    let why: unknown = new Error("The worker thread has ended.")
    this.#worker.on("error", (error) => {
      why = error
      Atomics.store(this.#state, signals.ready, 0)
    })
    // "exit" follows "error" and comes once.
    this.#worker.on("exit", () => {
      Atomics.store(this.#state, signals.ready, 0)
      onExit?.()
      for (const { reject } of this.#waiting.values()) reject(why)
      this.#waiting.clear()
      port1.close()
    })
    this.#worker.unref()
    port1.unref()
  }

  /** Whether `begin` may be called: the thread has started and no call is in progress. */
  get isReady(): boolean {
    return !this.#isBusy && Atomics.load(this.#state, signals.ready) === 1
  }

  /** Whether the call in progress has finished. */
  get isDone(): boolean {
    return Atomics.load(this.#state, signals.done) === this.#calls
  }

  /** The number of calls so far. */
  get calls(): number {
    return this.#calls
  }

  /** Starts a call. Only while `isReady`. */
  begin(call: Call): void {
    this.#isBusy = true
    this.#send(call)
  }

  /** Waits for the call that was started by `begin` and returns its result. Throws what the function throws. */
  end(): unknown {
    for (let done = Atomics.load(this.#state, signals.done); done < this.#calls; ) {
      Atomics.wait(this.#state, signals.done, done)
      done = Atomics.load(this.#state, signals.done)
    }
    this.#isBusy = false
    const reply = receiveMessageOnPort(this.#port)?.message as Reply
    if ("error" in reply) throw reply.error
    return reply.result
  }

  /** Calls a function. The promise rejects with what the function throws, or when the thread ends. */
  run(call: Call): Promise<unknown> {
    if (this.#port.listenerCount("message") === 0) this.#port.on("message", (reply: Reply) => this.#settle(reply))
    return new Promise((resolve, reject) => {
      this.#waiting.set(this.#send(call), { resolve, reject })
      this.#worker.ref()
      this.#port.ref()
    })
  }

  /** Waits until the thread is ready. For measurements and tests. */
  async started(): Promise<void> {
    while (!this.isReady) await new Promise((later) => setTimeout(later, 5))
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  /** Sends a call and returns its number. A call that cannot be copied throws and is not counted. */
  #send(call: Call): number {
    const id = this.#calls
    this.#port.postMessage({ ...call, id })
    this.#calls += 1
    return id
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (this.#waiting.size === 0) {
      this.#worker.unref()
      this.#port.unref()
    }
    if ("error" in reply) waiting?.reject(reply.error)
    else waiting?.resolve(reply.result)
  }
}
