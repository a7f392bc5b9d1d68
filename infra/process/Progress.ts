/** Words for the person who waits, one line each, on standard error. */
import { Context } from "effect"

export type Say = (line: string) => void

/** Where progress goes. The default is standard error; a test or a verb that must be silent gives another. */
export const Progress = Context.Reference<Say>("corridor/infra/Progress", {
  defaultValue: () => (line) => {
    process.stderr.write(`${line}\n`)
  }
})
