import type { MessagePort } from "node:worker_threads"

export interface Call {
  /** URL of the module, or its name. */
  readonly module: string
  /** Name of the exported function. */
  readonly name: string
  readonly argument: unknown
}

export type NumberedCall = Call & { readonly id: number }

export type Reply = { readonly id: number } & ({ readonly result: unknown } | { readonly error: unknown })

/** What a thread starts with. */
export interface ThreadData {
  readonly port: MessagePort
  /** Shared by both threads; see `signals`. */
  readonly state: Int32Array
  readonly preload: ReadonlyArray<string>
}

/** Places in `ThreadData.state`: 1 once the thread is ready; the number of calls that have finished. */
export const signals = { ready: 0, done: 1 } as const
