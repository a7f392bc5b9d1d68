/** `docs generate`, `docs serve`, and `docs` for both. */

import { writeDocs } from "@corridor/dbt-ts/docs/WriteDocs"
import { asProjectError } from "@corridor/dbt-ts/ProjectError"
import { parseProject } from "@corridor/dbt-ts/project/ParseProject"
import { targetPathOf } from "@corridor/dbt-ts/TargetPath"
import * as Transform from "@corridor/dbt-ts/Transform"
import type { TransformOptions } from "@corridor/dbt-ts/TransformOptions"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { freePort } from "../../process/FreePort.ts"
import { printResult } from "../CommandOutput.ts"
import { portFlag } from "../CommonFlags.ts"
import { exitZeroOnInterrupt } from "../exitZeroOnInterrupt.ts"
import { serveFolder } from "./ServeFolder.ts"
import { storeOf } from "./StoreOf.ts"
import { optionsOf, projectFlags, selectionFlags } from "./TransformFlags.ts"
import { callersErrors } from "./UsageError.ts"

const generateFlags = { ...projectFlags, ...selectionFlags }

const make = Effect.fn("transform docs make")(function* (options: TransformOptions, data: string) {
  const { file } = yield* asProjectError(parseProject(options))
  const { failed } = yield* callersErrors(Transform.docsGenerate(options)).pipe(Effect.provide(storeOf(data)))
  const { folder, pages } = yield* writeDocs(targetPathOf(options, file))
  return { folder, pages, failed }
})

const generate = Command.make(
  "generate",
  generateFlags,
  Effect.fn("transform docs generate")(function* (given) {
    const made = yield* make(yield* optionsOf(given), given.data)
    yield* printResult(given.json, {
      json: made,
      lines: [
        `${made.pages} pages are in ${made.folder}; 'transform docs serve' shows them.`,
        ...(made.failed > 0 ? [`${made.failed} nodes did not compile.`] : [])
      ],
      exitCode: made.failed > 0 ? 1 : 0
    })
  })
).pipe(
  Command.withDescription(
    "Compile everything, look at the store, write manifest.json, catalog.json and pages of lineage"
  ),
  Command.withExamples([{ command: "corridor transform docs generate --target-path /tmp/target" }])
)

const show = Effect.fn("transform docs show")(function* (folder: string, wanted: number, json: boolean) {
  const port = yield* freePort(wanted)
  const url = `http://127.0.0.1:${port}/`
  yield* Effect.gen(function* () {
    yield* serveFolder(folder, port)
    yield* printResult(json, { json: { url, folder }, lines: [`The lineage is at ${url} until Ctrl-C.`] })
    return yield* Effect.never
  }).pipe(Effect.scoped)
})

const serve = Command.make(
  "serve",
  { ...projectFlags, port: portFlag },
  Effect.fn("transform docs serve")(function* (given) {
    const options = yield* optionsOf(given)
    const { file } = yield* asProjectError(parseProject(options))
    const { folder } = yield* writeDocs(targetPathOf(options, file))
    yield* show(folder, given.port ?? 0, given.json)
  }, exitZeroOnInterrupt)
).pipe(
  Command.withDescription("Show the pages on a port of this machine, from what was last written to the target folder")
)

export const docs = Command.make(
  "docs",
  { ...generateFlags, port: portFlag },
  Effect.fn("transform docs")(function* (given) {
    const { folder } = yield* make(yield* optionsOf(given), given.data)
    yield* show(folder, given.port ?? 0, given.json)
  }, exitZeroOnInterrupt)
).pipe(
  Command.withDescription("Pages of lineage: generate them and show them, offline"),
  Command.withExamples([{ command: "corridor transform docs --port 8090" }]),
  Command.withSubcommands([generate, serve])
)
