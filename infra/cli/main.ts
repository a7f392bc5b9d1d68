/** Entry point of the command line. Help is printed from a generated page; everything else is loaded for the command that is called. */
import "./v8Flags.ts"
import { helpFor } from "./help.ts"
import { loadEnvironmentFile } from "./loadEnvironmentFile.ts"
import { outputLost } from "./outputLost.ts"

// Only the owner reads what any command or server of it writes: data, keys, logs, backups, reports.
process.umask(0o077)

const args = process.argv.slice(2)
const help = helpFor(args)

process.stdout.on("error", outputLost)

if (help !== undefined) process.stdout.write(`${help}\n`)
else {
  loadEnvironmentFile()
  const [{ runCommand }, { corridor }] = await Promise.all([import("./runCommand.ts"), import("./commandTree.ts")])
  await runCommand(corridor, args)
}
