/** Progress messages for the user, one per line, on standard error. */
import { Context } from "effect"

type Say = (line: string) => void

/** The function that prints progress; writes to standard error by default. Tests and silent commands replace it. */
export const Progress = Context.Reference<Say>("corridor/infra/Progress", {
  defaultValue: () => (line) => {
    process.stderr.write(`${line}\n`)
  }
})
