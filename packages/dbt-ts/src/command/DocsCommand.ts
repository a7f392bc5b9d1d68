/** `docs generate`, `docs serve`, and `docs` for both. */
import { Effect, type Layer } from "effect"
import { Command, Flag } from "effect/cli"
import { writeDocs } from "../docs/WriteDocs.ts"
import { asProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import type { ClickHouse } from "../store/ClickHouse.ts"
import { targetPathOf } from "../TargetPath.ts"
import * as Transform from "../Transform.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import type { CommandHost } from "./CommandHost.ts"
import { openProject, optional, projectFlags, selectionFlags } from "./Flags.ts"
import { serveFolder } from "./serveFolder.ts"
import { classifyErrors } from "./UsageError.ts"

const portFlag = optional(
  Flag.Int("port").pipe(Flag.withDescription("port of the pages on 127.0.0.1; any free port when left out"))
)

const generateDocs = Effect.fn("dbt-ts docs generate")(function* <E, R>(
  options: TransformOptions,
  store: Layer.Layer<ClickHouse, E, R>
) {
  const { file } = yield* asProjectError(parseProject(options))
  const { failed } = yield* classifyErrors(Effect.provide(Transform.docsGenerate(options), store))
  return { ...(yield* writeDocs(targetPathOf(options, file))), failed }
})

export const docsCommand = <E, R>(host: CommandHost<E, R>) => {
  const generateFlags = { ...projectFlags(host), ...selectionFlags }

  const serveDocs = Effect.fn("dbt-ts docs serve")(function* (folder: string, preferred: number, json: boolean) {
    const port = yield* serveFolder(folder, preferred)
    const url = `http://127.0.0.1:${port}/`
    yield* host.print(json, { json: { url, folder }, lines: [`The documentation is at ${url} until Ctrl-C.`] })
    return yield* Effect.never
  }, Effect.scoped)

  const generate = Command.make("generate", generateFlags, (flags) =>
    Effect.gen(function* () {
      const { options, store } = yield* openProject(host, flags)
      const generated = yield* generateDocs(options, store)
      yield* host.print(flags.json, {
        json: generated,
        lines: [
          `Wrote ${generated.pages} pages to ${generated.folder}; '${host.name} docs serve' shows them.`,
          ...(generated.failed > 0 ? [`${generated.failed} nodes did not compile.`] : [])
        ],
        exitCode: generated.failed > 0 ? 1 : 0
      })
    })
  ).pipe(
    Command.withDescription(
      "Compile every node, read the store's catalog, and write manifest.json, catalog.json and pages"
    ),
    Command.withExamples([{ command: `${host.name} docs generate --target-path /tmp/target` }])
  )

  const serve = Command.make("serve", { ...projectFlags(host), port: portFlag }, (flags) =>
    host.untilInterrupted(
      Effect.gen(function* () {
        const { options } = yield* openProject(host, flags)
        const { file } = yield* asProjectError(parseProject(options))
        const { folder } = yield* writeDocs(targetPathOf(options, file))
        yield* serveDocs(folder, flags.port ?? 0, flags.json)
      })
    )
  ).pipe(
    Command.withDescription("Serve the pages on 127.0.0.1, from the artefacts in the target folder"),
    Command.withExamples([{ command: `${host.name} docs serve --port 8090` }])
  )

  return Command.make("docs", { ...generateFlags, port: portFlag }, (flags) =>
    host.untilInterrupted(
      Effect.gen(function* () {
        const { options, store } = yield* openProject(host, flags)
        const { folder } = yield* generateDocs(options, store)
        yield* serveDocs(folder, flags.port ?? 0, flags.json)
      })
    )
  ).pipe(
    Command.withDescription("Generate the documentation and serve it"),
    Command.withExamples([{ command: `${host.name} docs --port 8090` }]),
    Command.withSubcommands([generate, serve])
  )
}
