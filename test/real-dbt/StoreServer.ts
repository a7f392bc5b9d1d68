/** An embedded store with an HTTP server open for a writer, until the scope closes. */
import { request } from "node:http"
import { Effect, Layer, Redacted } from "effect"
import { freePort } from "../../infra/process/FreePort.ts"
import { openChdb } from "../../infra/warehouse/ChdbEngine.ts"
import * as ClickHouseHttpServer from "../../infra/warehouse/http/ClickHouseHttpServer.ts"
import type { Ask } from "../../packages/dbt-ts/test/conformance/dbt/StoredTables.ts"

/** User of the server, for this machine and this run only. */
export const writer = { name: "corridor", password: "writer-of-a-test" }

/** A connection for each statement: one that idles while dbt works would be closed in between. */
const post = (port: number, sql: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const path = "/?output_format_json_quote_64bit_integers=0"
    const headers = { "x-clickhouse-user": writer.name, "x-clickhouse-key": writer.password }
    const sent = request({ host: "127.0.0.1", port, path, method: "POST", headers, agent: false }, (answer) => {
      const chunks: Array<Buffer> = []
      answer.on("data", (chunk: Buffer) => chunks.push(chunk))
      answer.on("error", reject)
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString()
        if (answer.statusCode === 200) resolve(text)
        else reject(new Error(`${text.slice(0, 300)} in ${sql.slice(0, 200)}`))
      })
    })
    sent.on("error", reject)
    sent.end(sql)
  })

export const openStoreServer = Effect.fn("StoreServer.open")(function* (folder: string) {
  const engine = yield* openChdb(folder)
  const port = yield* freePort()
  const user = (name: string) => ({ name, password: Redacted.make(writer.password) })
  yield* Layer.build(
    ClickHouseHttpServer.layer({ engine, users: { reader: user("reader"), writer: user(writer.name) }, port })
  )
  const send = (sql: string) => post(port, sql)
  const ask: Ask = async (sql) => {
    const text = (await send(`${sql} FORMAT JSONEachRow`)).trimEnd()
    return text === "" ? [] : JSON.parse(`[${text.replaceAll("\n", ",")}]`)
  }
  return { port, ask, send }
})
