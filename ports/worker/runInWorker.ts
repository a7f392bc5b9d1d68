/** Further threads of this process, for calculations of many milliseconds that would otherwise keep the event loop waiting. */
import { WorkerThread, type WorkerThreadOptions } from "@corridor/disclosure/worker/WorkerThread"
import { Effect } from "effect"

/** With fewer rows the message to the other thread costs more than it saves. */
export const minRowsForWorker = 2_048

interface WorkerOptions extends Pick<WorkerThreadOptions, "maxYoungGenerationSizeMb"> {
  /** Milliseconds after the last call until the thread ends and its memory is free; it stays if left out. */
  readonly keptUnused?: number
}

/**
 * Returns a function that runs exported functions of modules in a thread of its own, one after the other. The thread starts with the first
 * call, and again after it has ended.
 *
 * `run(module, name)` calls the function `name` that the module at the URL `module` exports. Arrays over shared memory (`SharedMemory.ts`) are
 * read and written in place; the rest of the argument and the result are copied. What the function throws is a defect. The effect cannot be
 * interrupted, because the function may write to shared memory until it ends.
 */
export const workerRunner = ({ keptUnused, ...options }: WorkerOptions) => {
  let thread: WorkerThread | undefined
  let running = 0
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
  const call = async (module: string, name: string, argument: unknown) => {
    clearTimeout(ending)
    running += 1
    thread ??= start()
    try {
      return await thread.run({ module, name, argument })
    } finally {
      running -= 1
      if (running === 0 && keptUnused !== undefined)
        ending = setTimeout(() => {
          const unused = thread
          thread = undefined
          void unused?.stop()
        }, keptUnused).unref()
    }
  }
  return <F extends (argument: never) => unknown>(module: string, name: string) =>
    (argument: Parameters<F>[0]): Effect.Effect<Awaited<ReturnType<F>>> =>
      Effect.uninterruptible(Effect.promise(() => call(module, name, argument) as Promise<Awaited<ReturnType<F>>>))
}

/** The thread of the pipeline's batches. Its functions create few objects; by default V8 reserves 16 MB for young ones. */
export const runInWorker = workerRunner({ maxYoungGenerationSizeMb: 1 })
