/** A round that stopped while its key was made continues with its own terms only: partners would sign terms that nobody meant. */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { signingKeys } from "@corridor/linkage/round/Agreement"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { afterAll, assert, beforeAll, it } from "vitest"
import { linkerOperations } from "../../../infra/linkage/linkerOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { PartyUnavailable } from "../../../ingest/linkage/PartyClient.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-repeated-round-"))
const keys = new Map(
  ["one signs", "one opens", "two signs", "two opens"].map((name) => [name, signingKeys().publicKey])
)
/** Holders, named by their tokens, that have an identity and refuse to make a key. */
const askedToDestroy: Array<string> = []
const holders = createServer(({ method, headers }, response) => {
  const id = headers.authorization?.replace("Bearer ", "") ?? ""
  if (method === "DELETE") askedToDestroy.push(id)
  const [signKey, boxKey] = [keys.get(`${id} signs`), keys.get(`${id} opens`)]
  response.statusCode = method === "GET" ? 200 : 422
  response.end(method === "GET" ? JSON.stringify({ id, signKey, boxKey }) : "{}")
})
beforeAll(() => new Promise<void>((listening) => holders.listen(0, "127.0.0.1", listening)))
afterAll(() => {
  holders.close()
  rmSync(folder, { recursive: true, force: true })
})

it("a round that stopped is continued by the same command, and refused with other terms", async () => {
  const own = new PartyFolder(folder)
  const address = `http://127.0.0.1:${(holders.address() as AddressInfo).port}`
  own.write("connections", { one: { address, token: "one" }, two: { address, token: "two" } })
  const begin = linkerOperations(own, () => new Date()).find(
    ({ method, path }) => method === "POST" && path === "/rounds"
  )
  const wish = {
    round: "spring",
    purpose: "Count persons",
    fields: ["names"],
    strata: { year: ["2024"] },
    threshold: 2
  }
  const failing = async (persons: number) => {
    try {
      await begin?.run({ round: "", body: { ...wish, persons }, caller: undefined as never })
    } catch (error) {
      return error
    }
    return assert.fail("the holder refused, so the round cannot begin")
  }
  assert.notInstanceOf(await failing(100), RoundRefused)
  assert.notInstanceOf(await failing(100), RoundRefused)
  const refused = await failing(101)
  assert.instanceOf(refused, RoundRefused)
  assert.strictEqual((refused as RoundRefused).code, "other-terms")
})

it("a round is destroyed at every holder that responds, also if the first does not", async () => {
  const destroy = linkerOperations(new PartyFolder(folder), () => new Date()).find(({ method }) => method === "DELETE")
  const failure = await Promise.resolve(
    destroy?.run({ round: "spring", body: undefined, caller: undefined as never })
  ).then(
    () => assert.fail("the holders refused"),
    (error: unknown) => error
  )
  assert.instanceOf(failure, PartyUnavailable)
  assert.deepStrictEqual(askedToDestroy.sort(), ["one", "two"])
})
