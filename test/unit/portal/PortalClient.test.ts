/** Servers that are not Corridor's, or whose answers end early: each is a refusal with a reason, and never an error of the program. */
import { createServer } from "node:http"
import { Effect, Redacted } from "effect"
import { assert, it } from "vitest"
import { PortalClient, ServerRefused } from "../../../ingest/portal/api/PortalClient.ts"
import { enrolAt } from "../../../ingest/portal/node/enrolAt.ts"
import { listening } from "../../fixtures/listening.ts"

const plan = { contentHash: "0".repeat(64), keyCheck: "k", records: 1, undo: false, warnings: [] }

/** Returns why each request of the client is refused by a server with this answer. */
const refusals = async (status: number, body: string): Promise<ReadonlyArray<string>> => {
  const server = createServer((_, response) => response.writeHead(status).end(body))
  const address = await listening(server)
  const client = new PortalClient(address, "token")
  const chunks = (async function* () {
    yield { text: "{}", rows: 1 }
  })()
  const asked = await Promise.allSettled([
    client.enrol("k"),
    client.withdraw(["p"], { dryRun: true }),
    client.receipt("s"),
    client.upload({ ...plan, chunks, onSent: () => {} })
  ])
  server.close()
  return asked.map((one) => {
    if (one.status === "fulfilled") return "fulfilled"
    return one.reason instanceof ServerRefused ? one.reason.refusal.why : String(one.reason)
  })
}

it("an answer that is not Corridor's, or is cut off, is named", async () => {
  const four = (why: string) => [why, why, why, why]
  for (const body of ["<html>Sign in to the network</html>", '{"upload":', "[]", "{}", "null", '"text"'])
    assert.deepStrictEqual(await refusals(200, body), four("other-answer"), body)
  assert.deepStrictEqual(await refusals(500, "<html>"), four("unavailable"))
  assert.deepStrictEqual(await refusals(404, "not here"), four("not-found"))
})

it("an enrolment without an answer may have used the code, and says so", async () => {
  const told = async (status: number) => {
    const server = createServer((_, response) => response.writeHead(status).end())
    const url = await listening(server)
    const key = Redacted.make(new Uint8Array(32))
    const error = await Effect.runPromise(Effect.flip(enrolAt(url, "cor_a_b", "alpha", key)))
    server.close()
    return error.message
  }
  for (const status of [200, 503])
    assert.match(await told(status), /same command again with the same code.*the first attempt used it/s, `${status}`)
  assert.match(await told(404), /does not accept this code/)
})
