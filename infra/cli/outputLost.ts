import { fstatSync, readSync, statSync } from "node:fs"
import { devNull } from "node:os"
import { writeFailure } from "../../ports/files/fileFailure.ts"

let another: string | undefined

const unknownSecret =
  "If the command made a secret that is shown only once, nobody has it: revoke it, and make another one."

const lost = (why: string) =>
  `${why} ${another === undefined ? unknownSecret : `Nobody has seen what this command shows. ${another}`}`

/** Notes that what is printed must be seen, such as a secret that is shown only once; `how` says how to get another one. From then on a reader that closes standard output early is a failure. */
export const expectReader = (how: string): void => {
  another = how
}

/**
 * Whether nobody can read standard output. Node.js opens the null device in place of an output that is closed, to read and to write; a shell that is told to
 * discard it opens the device to write only.
 */
const isOutputClosed = (): boolean => {
  try {
    const { rdev } = fstatSync(1)
    if (rdev === 0 || rdev !== statSync(devNull).rdev) return false
    readSync(1, new Uint8Array(1))
    return true
  } catch {
    return false
  }
}

/** Returns why nobody can see what is shown only once, and what to do; undefined if it can be printed. */
export const closedOutput = (): string | undefined =>
  isOutputClosed() ? lost("Standard output is closed.") : undefined

/** Ends the process because standard output failed. A reader that closes it early is a failure only if it missed what is shown once: `corridor … | head`. */
export const outputLost = (error: NodeJS.ErrnoException): never => {
  if (error.code === "EPIPE" && another === undefined) process.exit(0)
  const closed = error.code === "EPIPE" ? "Standard output was closed by the program that reads it." : undefined
  const why = closed ?? writeFailure("Standard output", error) ?? "Standard output cannot be written."
  process.stderr.write(`${lost(why)}\n`)
  process.exit(3)
}
