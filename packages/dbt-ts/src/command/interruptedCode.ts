/**
 * Listens for signals, and returns a function with the exit code of a command that one of them interrupted, as shells have it: 128 and the signal's number.
 * Call it before the command runs.
 */
export const interruptedCode = (): (() => number) => {
  let code = 130
  process.once("SIGTERM", () => {
    code = 143
  })
  return () => code
}
