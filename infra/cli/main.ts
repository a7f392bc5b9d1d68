/** Entry point of the command line. Help is printed from a generated page; everything else is loaded for the command that is called. */
import "./v8Flags.ts"
import { helpFor } from "./help.ts"
import { loadEnvironmentFile } from "./loadEnvironmentFile.ts"

// Only the owner reads what any command or server of it writes: data, keys, logs, backups, reports.
process.umask(0o077)

const args = process.argv.slice(2)
const help = helpFor(args)

// A reader may close our output early: `corridor … | head` is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3))

if (help !== undefined) process.stdout.write(`${help}\n`)
else {
  loadEnvironmentFile()
  const { runCommand } = await import("./runCommand.ts")
  await runCommand(args)
}
