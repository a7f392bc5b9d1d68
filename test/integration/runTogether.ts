/** Runs many commands in one process of their own, because a command that waits for a pipe can only be killed. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { slowness } from "../fixtures/slowness.ts"
import { type CliRun, nodeBinary } from "./cli.ts"

const main = fileURLToPath(new URL("runTogetherMain.ts", import.meta.url))

/** Runs the commands one after the other. Throws with the first that does not end within `seconds` of an idle machine. */
export const runTogether = async (
  commands: ReadonlyArray<ReadonlyArray<string>>,
  data: string,
  seconds = 20
): Promise<ReadonlyArray<CliRun>> => {
  const child = spawn(nodeBinary, [main, data], { stdio: ["pipe", "pipe", "pipe"] })
  child.stdin.end(JSON.stringify(commands))
  let words = ""
  child.stderr.on("data", (chunk) => (words += String(chunk)))
  const runs: Array<CliRun> = []
  const end = () => child.kill("SIGKILL")
  const limit = seconds * 1000 * slowness()
  let timer = setTimeout(end, limit)
  createInterface({ input: child.stdout }).on("line", (line) => {
    clearTimeout(timer)
    timer = setTimeout(end, limit)
    runs.push(JSON.parse(line) as CliRun)
  })
  await once(child, "close")
  clearTimeout(timer)
  if (runs.length < commands.length)
    throw new Error(`'${commands[runs.length]?.join(" ")}' did not end. ${words.slice(-2000)}`)
  return runs
}
