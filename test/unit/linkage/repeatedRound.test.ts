/** A round that stopped while its key was made continues with its own terms only: otherwise partners would sign unintended terms. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { signingKeys } from "@corridor/linkage/round/Agreement"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { Schema } from "effect"
import { afterAll, assert, beforeAll, it } from "vitest"
import { holderIdentity, holderOperations } from "../../../infra/linkage/holderOperations.ts"
import { linkerOperations } from "../../../infra/linkage/linkerOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { PartyClient, PartyUnavailable } from "../../../ingest/linkage/PartyClient.ts"
import { listening } from "../../fixtures/listening.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("repeated-round")
beforeAll(() => groupReady)
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

it("a holder that is connected twice is named: alone it could unmask", async () => {
  const own = new PartyFolder(join(folder, "twice"))
  const address = `http://127.0.0.1:${(holders.address() as AddressInfo).port}`
  own.write("connections", { "holder-a": { address, token: "one" }, "holder-b": { address, token: "one" } })
  const begin = linkerOperations(own, () => new Date()).find(
    ({ method, path }) => method === "POST" && path === "/rounds"
  )
  const body = {
    round: "spring",
    purpose: "Count persons",
    fields: ["names"],
    strata: { year: ["2024"] },
    threshold: 2
  }
  const failure = await Promise.resolve(
    begin?.run({ round: "", body: { ...body, persons: 100 }, caller: undefined as never })
  ).catch((error: unknown) => error)
  assert.instanceOf(failure, RoundRefused)
  assert.deepInclude(failure as RoundRefused, { code: "same-holder", holder: "holder-b" })
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

it("a holder that was started with another folder does not confirm that its share is destroyed", async () => {
  const stranger = new PartyFolder(join(folder, "stranger"))
  const operations = holderOperations(stranger, holderIdentity(stranger, "one"), () => new Date())
  const destroyAt = operations.find(({ method }) => method === "DELETE")
  const answer = destroyAt?.run({ round: "summer", body: undefined, caller: undefined as never })
  assert.deepStrictEqual(answer, { stage: "unknown" })

  const linker = new PartyFolder(join(folder, "linker"))
  const answers = createServer((_, response) => response.end(JSON.stringify(answer)))
  const address = await listening(answers)
  linker.write("connections", { one: { address, token: "one" } })
  linker.write("rounds/summer", {
    stage: "open",
    terms: { round: "summer" },
    key: { deals: [], confirmations: [] },
    agreements: {},
    vetoes: [],
    submissions: {}
  })
  const destroy = linkerOperations(linker, () => new Date()).find(({ method }) => method === "DELETE")
  const failure = await Promise.resolve(
    destroy?.run({ round: "summer", body: undefined, caller: undefined as never })
  ).catch((error: unknown) => error)
  answers.close()
  assert.instanceOf(failure, RoundRefused)
  assert.deepInclude(failure as RoundRefused, { code: "share-elsewhere", holder: "one" })
})

it("a party that another one could not ask is named, and not the one that was asked", async () => {
  const answers = new Map([
    ["/down", { code: "party-unavailable", party: "holder-two", reason: "silent" }],
    ["/odd", { code: "party-unavailable", party: "<canary>", reason: "silent" }],
    ["/false", { code: "dealing-failed", holder: "holder-two" }]
  ])
  const server = createServer(({ url = "" }, response) => {
    response.statusCode = 424
    response.end(JSON.stringify(answers.get(url)))
  })
  const address = await listening(server)
  const client = new PartyClient("linker", { address, token: "t" })
  const failureOf = (path: string) =>
    client.call("GET", path, Schema.Unknown).then(
      () => "",
      ({ message }: Error) => message
    )
  assert.match(await failureOf("/down"), /^holder-two is not responding\./)
  assert.match(await failureOf("/odd"), /^linker refuses this request\.$/)
  assert.match(await failureOf("/false"), /: holder-two$/)
  server.close()
})
