import { writeFailure } from "../../ports/files/fileFailure.ts"

const lostSecret =
  "If the command made a secret that is shown only once, nobody has it: revoke it, and make another one."

/** Ends the process because standard output failed. A reader that closes it early is not a failure: `corridor … | head`. */
export const outputLost = (error: NodeJS.ErrnoException): never => {
  if (error.code === "EPIPE") process.exit(0)
  const why = writeFailure("Standard output", error) ?? "Standard output cannot be written."
  process.stderr.write(`${why} ${lostSecret}\n`)
  process.exit(3)
}
