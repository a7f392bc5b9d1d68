/** Further threads of this process, for calculations of many milliseconds that would otherwise keep the event loop waiting. */
import { WorkerThread, type WorkerThreadOptions } from "@corridor/disclosure/worker/WorkerThread"
import { Effect } from "effect"

/** With fewer rows the message to the other thread costs more than it saves. */
export const minRowsForWorker = 2_048

interface WorkerOptions extends Pick<WorkerThreadOptions, "maxYoungGenerationSizeMb"> {
  /** Milliseconds after the last call until the thread ends and its memory is free; it stays if left out. */
  readonly keptUnused?: number
  /** Whether a call may be interrupted, which ends the thread once no caller waits for it. Its functions write to no shared memory. */
  readonly isInterruptible?: boolean
}

/**
 * Returns a function that runs exported functions of modules in a thread of its own, one after the other. The thread starts with the first
 * call, and again after it has ended.
 *
 * `run(module, name)` calls the function `name` that the module at the URL `module` exports. Arrays over shared memory (`SharedMemory.ts`) are
 * read and written in place; the rest of the argument and the result are copied. What the function throws is a defect. The effect cannot be
 * interrupted unless `isInterruptible`, because the function may write to shared memory until it ends.
 */
export const workerRunner = ({ keptUnused, isInterruptible = false, ...options }: WorkerOptions) => {
  let thread: WorkerThread | undefined
  const waiting = new Set<AbortSignal>()
  let ending: NodeJS.Timeout | undefined
  const start = () => {
    const started = new WorkerThread({
      ...options,
      onExit: () => {
        if (thread === started) thread = undefined
      }
    })
    return started
  }
  const stop = () => {
    const unused = thread
    thread = undefined
    void unused?.stop()
  }
  const call = async (module: string, name: string, argument: unknown, signal: AbortSignal) => {
    clearTimeout(ending)
    waiting.add(signal)
    signal.addEventListener("abort", () => {
      if (waiting.delete(signal) && waiting.size === 0) stop()
    })
    thread ??= start()
    try {
      return await thread.run({ module, name, argument })
    } finally {
      if (waiting.delete(signal) && waiting.size === 0 && keptUnused !== undefined)
        ending = setTimeout(stop, keptUnused).unref()
    }
  }
  return <F extends (argument: never) => unknown>(module: string, name: string) =>
    (argument: Parameters<F>[0]): Effect.Effect<Awaited<ReturnType<F>>> => {
      const called = Effect.promise((signal) => call(module, name, argument, signal) as Promise<Awaited<ReturnType<F>>>)
      return isInterruptible ? called : Effect.uninterruptible(called)
    }
}

/** The thread of the pipeline's batches. Its functions create few objects; by default V8 reserves 16 MB for young ones. */
export const runInWorker = workerRunner({ maxYoungGenerationSizeMb: 1 })
