/** A federated count's agreement ends, too: afterwards no host takes or adds up a share, no partner sends one, and hosts destroy what they have. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { CountHost, Roll } from "@corridor/linkage/counts/CountHost"
import { type CountTerms, countTermsProblems } from "@corridor/linkage/counts/CountTerms"
import { contribute } from "@corridor/linkage/counts/contribution"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { signingKeys } from "@corridor/linkage/round/Agreement"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { afterAll, assert, beforeAll, it } from "vitest"
import { announceCount, openFederated, sendCounts } from "../../../infra/linkage/federatedCount.ts"
import { hostIdentity, hostOperations } from "../../../infra/linkage/hostOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { expiredRounds } from "../../../infra/linkage/partyRoutes.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("expired-count")
const partners = new Map(["a", "b", "c"].map((id) => [id, signingKeys()] as const))
let now = Date.parse("2026-03-01T12:00:00Z")
const lastSecond = Date.parse("2026-03-31T23:59:59Z")

const hostAt = (id: string) => {
  const own = new PartyFolder(`${folder}/${id}`)
  const keys = hostIdentity(own)
  const call = (path: string, round: string, body?: unknown, name = "", method = "POST") =>
    hostOperations(own, { id, keys }, () => new Date(now))
      .find((each) => each.path === path && each.method === method)
      ?.run({
        round,
        body,
        caller: { name, role: "partner", type: "NGO", publicKey: partners.get(name)?.publicKey ?? "", tokenHash: "" }
      })
  return { own, call, identity: { id, signKey: keys.publicKey } }
}

let hosts: readonly [ReturnType<typeof hostAt>, ReturnType<typeof hostAt>]

const termsUntil = (until: string | undefined, count = "flows"): CountTerms => ({
  count,
  nonce: Buffer.alloc(32, count).toString("base64url"),
  purpose: "Flows by year",
  ...(until === undefined ? {} : { until }),
  dimensions: [{ name: "year", labels: ["2024"] }],
  hosts: [hosts[0].identity, hosts[1].identity],
  minimumPartners: 3,
  mostPersons: 100
})

const received: Array<string> = []
let isSouthDown = false

/** Every host's identity, and an answer for everything else. */
const parties = createServer((request, response) => {
  const { url = "", headers } = request
  const host = hosts.find(({ identity }) => `Bearer ${identity.id}` === headers.authorization)
  response.statusCode = isSouthDown && host?.identity.id === "south" ? 404 : 200
  let body = ""
  request.on("data", (chunk) => {
    body += String(chunk)
  })
  request.on("end", () => {
    if (url.endsWith("/share")) received.push(JSON.parse(body).share)
    response.end(JSON.stringify(url === "/identity" ? host?.identity : {}))
  })
})

const folderOf = (name: string) => {
  const own = new PartyFolder(`${folder}/${name}`)
  const address = `http://127.0.0.1:${(parties.address() as AddressInfo).port}`
  own.write("connections", { north: { address, token: "north" }, south: { address, token: "south" } })
  return own
}

beforeAll(async () => {
  await groupReady
  hosts = [hostAt("north"), hostAt("south")]
  await new Promise<void>((listening) => parties.listen(0, "127.0.0.1", listening))
})
afterAll(() => void parties.close())

const refused = (code: string, step: () => unknown) => {
  try {
    step()
  } catch (error) {
    return assert.strictEqual(error instanceof RoundRefused ? error.code : error, code)
  }
  assert.fail(`not refused: ${code}`)
}

const codeOf = (step: Promise<unknown>) =>
  step.then(
    () => "done",
    (error: unknown) => (error instanceof RoundRefused ? error.code : error)
  )

it("hosts open no count without a last day within a year", () => {
  assert.deepStrictEqual(countTermsProblems(termsUntil("2026-13-01")), ["until"])
  for (const until of [undefined, "2027-06-01"])
    refused("terms-invalid", () => hosts[0].call("/counts", "", termsUntil(until)))
  refused("expired", () => hosts[0].call("/counts", "", termsUntil("2026-02-28")))
})

it("hosts take and add up shares until its end, take a retraction after it, and then destroy what they have", () => {
  const give = (terms: CountTerms, name: string) => {
    const shares = contribute(terms, name, [{ labels: ["2024"], persons: 7 }], partners.get(name) ?? signingKeys())
    for (const [h, { call }] of hosts.entries()) call("/counts/:round/share", terms.count, shares[h as 0 | 1], name)
  }
  const addUp = (count: string) => {
    const rolls = hosts.map(({ call }) => call("/counts/:round/roll", count, undefined, "", "GET") as Roll)
    return hosts.map(({ call }, h) => call("/counts/:round/sum", count, rolls[1 - h]))
  }
  for (const count of ["early", "late"]) {
    const terms = termsUntil("2026-03-31", count)
    for (const { call } of hosts) call("/counts", "", terms)
    for (const name of partners.keys()) give(terms, name)
  }
  now = lastSecond
  hosts.map(({ call }) => call("/counts/:round/share", "late", undefined, "a", "DELETE"))
  give(termsUntil("2026-03-31", "late"), "a")
  assert.isDefined(addUp("early")[0])
  now += 1_000
  refused("expired", () => give(termsUntil("2026-03-31", "late"), "a"))
  refused("expired", () => addUp("late"))
  // What was added up in time is given again to an opener that was interrupted.
  assert.isDefined(addUp("early")[0])
  hosts[0].call("/counts/:round/share", "late", undefined, "c", "DELETE")
  const held = (count: string) => hosts[0].own.read<CountHost>(`rounds/${count}`)
  assert.hasAllKeys(held("late")?.shares, ["a", "b"])
  for (const { call } of hosts) call(expiredRounds, "", undefined, "", "DELETE")
  for (const count of ["early", "late"]) {
    assert.deepInclude(held(count), { stage: "destroyed", shares: {} })
    assert.notProperty(held(count), "sum")
  }
})

it("Corridor announces counts with a last day, 90 days away by default, and opens none after it", async () => {
  const opener = folderOf("opener")
  const dimensions = [{ name: "year", labels: ["2024"] }]
  const announce = (count: string, until: string | undefined, at: number) =>
    announceCount(
      opener,
      { count, purpose: "Flows", dimensions, ...(until === undefined ? {} : { until }) },
      new Date(at)
    )
  const start = Date.parse("2026-03-01T12:00:00Z")
  const terms = await announce("usual", undefined, start)
  assert.strictEqual(terms.until, "2026-05-30")
  // An announcement that stopped on the way is continued on another day with the same terms.
  assert.deepStrictEqual(await announce("usual", undefined, start + 86_400_000), terms)
  assert.strictEqual(await codeOf(announce("past", "2026-02-28", start)), "expired")
  assert.strictEqual(await codeOf(openFederated(opener, "usual", new Date("2026-05-31T00:00:00Z"))), "expired")
})

it("an interrupted contribution is completed with the same shares, and with other counts it is another one", async () => {
  const own = folderOf("interrupted")
  const terms = termsUntil("2026-03-31", "other")
  const at = new Date("2026-03-01T00:00:00Z")
  const send = (persons: number) => codeOf(sendCounts(own, "a", terms, [{ labels: ["2024"], persons }], at))
  const seedSent = async (persons: number) => {
    received.length = 0
    isSouthDown = true
    assert.notStrictEqual(await send(persons), "done")
    return received[0]
  }
  const first = await seedSent(7)
  assert.strictEqual(await seedSent(7), first)
  assert.notStrictEqual(await seedSent(8), first)
  isSouthDown = false
  received.length = 0
  assert.strictEqual(await send(8), "done")
  assert.lengthOf(received, 2)
  assert.isUndefined(own.read("rounds/count-other"))
})

it("a partner signs no such terms, sends nothing after the last day, and forgets shares that it had made", async () => {
  const own = folderOf("partner")
  const send = (terms: CountTerms, at: string) =>
    codeOf(sendCounts(own, "a", terms, [{ labels: ["2024"], persons: 7 }], new Date(at)))
  assert.strictEqual(await send(termsUntil(undefined), "2026-03-01T00:00:00Z"), "terms-invalid")
  assert.strictEqual(await send(termsUntil("2026-03-31"), "2026-03-31T23:59:59Z"), "done")
  own.write("rounds/count-flows", contribute(termsUntil("2026-03-31"), "a", [], signingKeys()))
  assert.strictEqual(await send(termsUntil("2026-03-31"), "2026-04-01T00:00:00Z"), "expired")
  assert.isUndefined(own.read("rounds/count-flows"))
})
