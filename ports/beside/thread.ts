/** What the second thread does: waits for questions, and answers them one after the other. */
import { parentPort } from "node:worker_threads"

export interface Question {
  readonly id: number
  readonly module: string
  /** Of a function that the module exports. */
  readonly name: string
  readonly given: unknown
}

export type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: unknown })

type Functions = Readonly<Record<string, (given: unknown) => unknown>>

const answer = async ({ id, module, name, given }: Question): Promise<Answer> => {
  try {
    const functions = (await import(module)) as Functions
    const asked = functions[name]
    if (asked === undefined) throw new TypeError(`no function ${name} for the second thread`)
    return { id, result: asked(given) }
  } catch (error) {
    return { id, error }
  }
}

parentPort?.on("message", (question: Question) => void answer(question).then((given) => parentPort?.postMessage(given)))
