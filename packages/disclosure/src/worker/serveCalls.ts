/** The program of a `WorkerThread`: receives calls and replies to each. */
import { workerData } from "node:worker_threads"
import { type NumberedCall, type Reply, signals, type ThreadData } from "./messages.ts"

const { port, state, preload } = workerData as ThreadData

type Functions = Readonly<Record<string, ((argument: unknown) => unknown) | undefined>>

const replyTo = async ({ id, module, name, argument }: NumberedCall): Promise<Reply> => {
  try {
    const functions = (await import(module)) as Functions
    const called = functions[name]
    if (called === undefined) throw new TypeError(`The module exports no function ${name}.`)
    return { id, result: await called(argument) }
  } catch (error) {
    return { id, error }
  }
}

port.on("message", async (call: NumberedCall) => {
  port.postMessage(await replyTo(call))
  Atomics.add(state, signals.done, 1)
  Atomics.notify(state, signals.done)
})

await Promise.all(preload.map((module) => import(module)))
Atomics.store(state, signals.ready, 1)
