import type { Call } from "../worker/messages.ts"
import type * as Functions from "./workerFunctions.ts"

const module = new URL("./workerFunctions.ts", import.meta.url).href

/** Returns the message that makes the worker thread call a function of an attack. */
export const workerCall = <K extends keyof typeof Functions>(
  name: K,
  argument: Parameters<(typeof Functions)[K]>[0]
): Call => ({ module, name, argument })
