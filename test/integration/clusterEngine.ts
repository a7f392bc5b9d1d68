/** A separate process with the embedded engine configured by `config.xml` of its working folder: statements in, answers out. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { openChdb } from "../../infra/warehouse/ChdbEngine.ts"

const statements = JSON.parse(readFileSync("statements.json", "utf8")) as ReadonlyArray<string>

await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const engine = yield* openChdb(join(process.cwd(), "store"))
      const connection = yield* engine.session
      const answers = yield* Effect.forEach(statements, (statement) =>
        Effect.promise(async () => {
          try {
            const { bytes } = await connection.query(statement, "JSONEachRow", {
              settings: { output_format_json_quote_64bit_integers: 0 }
            })
            const lines = Buffer.from(bytes).toString().trim()
            return { rows: lines === "" ? [] : lines.split("\n").map((line) => JSON.parse(line) as unknown) }
          } catch (error) {
            return { error: String(error).slice(0, 400) }
          }
        })
      )
      writeFileSync("answers.json", JSON.stringify(answers))
      // Replicated tables that never become active do not let the engine close.
      process.kill(process.pid, "SIGKILL")
    })
  )
)
