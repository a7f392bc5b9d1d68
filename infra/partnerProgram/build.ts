/**
 * Writes the partner's program, one file that needs nothing but Node: `npm run partner-program -- FILE`, or `-` for standard output. It has the commands of
 * `partnerCommands.ts`.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { bundleForNode } from "@corridor/page/bundle"
import { Effect } from "effect"
import { partnerProgramName } from "../../ingest/portal/api/partnerProgram.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { browserModules } from "../../schemas/BrowserModules.ts"
import { commandsPage } from "../cli/generateHelp.ts"
import { partnerCommands } from "./partnerCommands.ts"

/** Returns the help of the program: its commands are called by the name of the file, and send to a server. */
const helpOf = Effect.fn("partnerProgram.help")(function* (file: string) {
  const page = yield* commandsPage(partnerCommands)
  return page
    .replace(
      /^( *corridor (?:submit|pull) (?!.*(?:--server|--dry-run|\[flags\])).*)$/gm,
      "$1 --server https://corridor.example"
    )
    .replace(/^( *)corridor (?=<subcommand>|enrol|template|submit|pull)/gm, `$1node ${file} `)
    .replaceAll("folder of the embedded stack; default", "folder of the key and the token; default")
})

/** Returns the program as text. */
export const partnerProgram = Effect.fn("partnerProgram")(function* (file: string) {
  const help = yield* helpOf(file)
  return yield* bundleForNode(new URL("main.ts", import.meta.url), [
    ...browserModules,
    {
      module: new URL("../cli/helpPage.ts", import.meta.url),
      source: () => `export const readHelpPage = () => ${JSON.stringify(help)}`
    },
    {
      module: new URL("../cli/submitToTopic.ts", import.meta.url),
      source: () => `export * from ${JSON.stringify(join(import.meta.dirname, "submitToTopic.ts"))}`
    }
  ])
})

if (import.meta.main) {
  const { positionals } = scriptArguments(import.meta.filename, { allowPositionals: true })
  const file = positionals[0] ?? join(import.meta.dirname, "../../.corridor", partnerProgramName)
  const program = await Effect.runPromise(partnerProgram(file === "-" ? partnerProgramName : basename(file)))
  if (file === "-") process.stdout.write(program)
  else {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, program, { mode: 0o755 })
    console.error(`Wrote ${file}.`)
  }
}
