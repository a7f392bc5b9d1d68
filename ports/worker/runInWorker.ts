/** A second thread of this process, for calculations of many milliseconds that would otherwise keep the event loop waiting. */
import { WorkerThread } from "@corridor/disclosure/worker/WorkerThread"
import { Effect } from "effect"

/** With fewer rows the message to the other thread costs more than it saves. */
export const minRowsForWorker = 2_048

let thread: WorkerThread | undefined

/** The thread, which all callers share. It starts with the first call, and again after it has ended. */
const currentThread = (): WorkerThread => {
  // The functions create few objects; by default V8 reserves 16 MB for young ones.
  thread ??= new WorkerThread({
    maxYoungGenerationSizeMb: 1,
    onExit: () => {
      thread = undefined
    }
  })
  return thread
}

/**
 * Runs the function `name` that the module at the URL `module` exports in the second thread. Arrays over shared memory
 * (`SharedMemory.ts`) are read and written in place; the rest of the argument and the result are copied. What the function throws is a
 * defect. The effect cannot be interrupted, because the function may write to shared memory until it ends.
 */
export const runInWorker =
  <F extends (argument: never) => unknown>(module: string, name: string) =>
  (argument: Parameters<F>[0]): Effect.Effect<ReturnType<F>> =>
    Effect.uninterruptible(
      Effect.promise(() => currentThread().run({ module, name, argument }) as Promise<ReturnType<F>>)
    )
