/** SQLite's codes in words: what the operator has to do differs between a disk that failed and one that is full. */

import type { AddressInfo } from "node:net"
import { createServer } from "node:net"
import { Effect, Redacted } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlError } from "effect/sql"
import { assert, it } from "vitest"
import { makeStateStore, toStateError } from "../../../infra/state/makeStateStore.ts"
import { openPostgres } from "../../../infra/state/PostgresClient.ts"

const messageOf = (errcode: number) =>
  toStateError("open", new SqlError.SqlError({ reason: new SqlError.ConnectionError({ cause: { errcode } }) })).message

it("a lock that another process holds is named, with what to do", () => {
  const reason = SqlError.classifySqliteError(Object.assign(new Error("CANARY"), { errno: 5 }))
  const { message } = toStateError("transaction", new SqlError.SqlError({ reason }))
  assert.match(message, /another process held its lock for too long\. .*run this again\.$/)
  assert.notInclude(message, "CANARY")
})

it("a full disk is named, also where SQLite reports an input or output error", () => {
  for (const [code, words] of [
    [13, "the disk is full"],
    [4874, "the disk is full"],
    [10, "its disk failed"],
    [778, "its disk failed"],
    [26, "its file is damaged"],
    [267, "its file is damaged"],
    [1, "it did not respond"]
  ] as const)
    assert.include(messageOf(code), words, `${code}`)
})

it("a PostgreSQL server without TLS, where the URL requires it, is named", async () => {
  const server = createServer((socket) => socket.on("error", () => {}).once("data", () => socket.end("N")))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const asked = openPostgres(Redacted.make(`postgres://corridor@127.0.0.1:${port}/corridor?sslmode=require`)).pipe(
    Effect.mapError((error) => toStateError("open", error)),
    Effect.flatMap((sql) => makeStateStore(sql).query("SELECT 1")),
    Effect.flip,
    Effect.scoped,
    Effect.provide(Reactivity.layer)
  )
  const { message } = await Effect.runPromise(asked)
  server.close()
  assert.include(message, "it does not offer TLS")
})
