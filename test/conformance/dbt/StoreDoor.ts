/** An embedded store with its HTTP door open for a writer, for as long as the scope. */
import { Effect, Layer, Redacted } from "effect"
import { freePort } from "../../../infra/process/FreePort.ts"
import { openChdb } from "../../../infra/warehouse/ChdbEngine.ts"
import * as HttpDoor from "../../../infra/warehouse/door/HttpDoor.ts"
import type { Ask } from "./StoredTables.ts"

/** User of the door, of this machine alone and for this run alone. */
export const writer = { name: "corridor", password: "writer-of-a-test" }

export const openStoreDoor = Effect.fn("StoreDoor.open")(function* (folder: string) {
  const engine = yield* openChdb(folder)
  const port = yield* freePort()
  const user = (name: string) => ({ name, password: Redacted.make(writer.password) })
  yield* Layer.build(HttpDoor.layer({ engine, users: { reader: user("reader"), writer: user(writer.name) }, port }))
  const send = async (sql: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/?output_format_json_quote_64bit_integers=0`, {
      method: "POST",
      headers: { "x-clickhouse-user": writer.name, "x-clickhouse-key": writer.password },
      body: sql
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${text.slice(0, 300)} in ${sql.slice(0, 200)}`)
    return text
  }
  const ask: Ask = async (sql) => {
    const text = (await send(`${sql} FORMAT JSONEachRow`)).trimEnd()
    return text === "" ? [] : JSON.parse(`[${text.replaceAll("\n", ",")}]`)
  }
  return { port, ask, send }
})
