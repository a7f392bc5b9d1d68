/** Entry point of the partner's program, which `build.ts` makes one file of. */
import "../cli/v8Flags.ts"
import { helpFor } from "../cli/help.ts"
import { outputLost } from "../cli/outputLost.ts"

// Only the owner reads what it writes: the key, the token, reports.
process.umask(0o077)

const args = process.argv.slice(2)
const help = helpFor(args)

process.stdout.on("error", outputLost)

if (help !== undefined) process.stdout.write(`${help}\n`)
else if (Number(process.versions.node.split(".", 1)[0]) < 22) {
  process.stderr.write(`This program needs Node 22 or later. The version here is ${process.versions.node}.\n`)
  process.exitCode = 3
} else {
  const [{ runCommand }, { partnerCommands }] = await Promise.all([
    import("../cli/runCommand.ts"),
    import("./partnerCommands.ts")
  ])
  await runCommand(partnerCommands, args)
}
