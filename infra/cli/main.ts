/** Entry point of the command line. Help is printed from a generated page; everything else is loaded for the command that is called. */
import "./v8Flags.ts"
import { existsSync } from "node:fs"
import { parseEnv } from "node:util"
import { helpFor } from "./help.ts"
import { outputLost } from "./outputLost.ts"

/** Loads settings from `.env` in the working directory, if there is one. Variables of the environment are stronger. */
const loadEnvironmentFile = async (): Promise<void> => {
  if (!existsSync(".env")) return
  try {
    const { readInput } = await import("../../ports/files/InputFile.ts")
    // Without the byte order mark with which editors of Windows begin a file. In UTF-16, each letter has a zero beside it.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(readInput(".env"))
    if (text.includes("\0")) throw new Error("not UTF-8")
    const settings = parseEnv(text)
    Object.assign(process.env, { ...settings, ...process.env })
  } catch {
    process.stderr.write(
      "The file .env in this folder cannot be read, so its settings are unknown. Check that it is a text file in UTF-8 that this user may read, or move it away.\n"
    )
    process.exit(3)
  }
}

/** With NODE_USE_ENV_PROXY, Node.js asks the proxy for the stack's own addresses, too. Those of this machine are none of the proxy's. */
const passProxy = () => {
  const { NODE_USE_ENV_PROXY: isUsed, no_proxy, NO_PROXY = "" } = process.env
  if (!isUsed) return
  const own = ["127.0.0.1", "localhost", "::1", "[::1]"]
  const all = [...(no_proxy ?? NO_PROXY).split(","), ...own].filter((host) => host !== "").join(",")
  Object.assign(process.env, { no_proxy: all, NO_PROXY: all })
}

passProxy()

// Only the owner reads what any command or server of it writes: data, keys, logs, backups, reports.
process.umask(0o077)

const args = process.argv.slice(2)
const help = helpFor(args)

process.stdout.on("error", outputLost)

if (help !== undefined) process.stdout.write(`${help}\n`)
else {
  await loadEnvironmentFile()
  const [{ runCommand }, { corridor }] = await Promise.all([import("./runCommand.ts"), import("./commandTree.ts")])
  await runCommand(corridor, args)
}
