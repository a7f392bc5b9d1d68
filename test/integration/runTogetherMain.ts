/** Runs the commands that standard input has as JSON, and writes what each said as a line of JSON. The argument is the data folder. */
import { readFileSync, writeSync } from "node:fs"
import { runCli } from "./inProcess.ts"

const [data = ""] = process.argv.slice(2)
for (const args of JSON.parse(readFileSync(0, "utf8")) as ReadonlyArray<ReadonlyArray<string>>)
  writeSync(1, `${JSON.stringify(await runCli(args, { data }))}\n`)
process.exit(0)
