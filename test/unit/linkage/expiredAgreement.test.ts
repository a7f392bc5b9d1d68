/** An agreement holds for a period: after its last day no party does anything by it, and each destroys what it has of the round. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { keysVersion, linkageRules } from "@corridor/linkage/keys/rules"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { hashToGroup } from "@corridor/linkage/oprf/suite"
import { signDecision, signingKeys } from "@corridor/linkage/round/Agreement"
import { type ClientRound, startClient } from "@corridor/linkage/round/Client"
import type { HolderKeys } from "@corridor/linkage/round/Holder"
import type { LinkerRound } from "@corridor/linkage/round/Linker"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { dayAfter, type Terms, termsProblems } from "@corridor/linkage/round/Terms"
import { afterAll, assert, beforeAll, it } from "vitest"
import { holderIdentity, holderOperations } from "../../../infra/linkage/holderOperations.ts"
import { linkerOperations } from "../../../infra/linkage/linkerOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { expiredRounds, type Operation } from "../../../infra/linkage/partyRoutes.ts"
import { joinElements } from "../../../ingest/linkage/elements.ts"
import { decide, partnerKeys, sendPersons } from "../../../ingest/linkage/takePart.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("expired-agreement")
const signing = signingKeys()
const partner = { name: "shelter", role: "partner", type: "NGO", publicKey: signing.publicKey, tokenHash: "" } as const
let now = Date.parse("2026-03-01T12:00:00Z")
const clock = () => new Date(now)
const identities: Array<HolderKeys> = []
let terms: Terms

const termsUntil = (until: string | undefined, round = "spring"): Terms => ({
  round,
  nonce: Buffer.alloc(32, round).toString("base64url"),
  purpose: "Count persons",
  ...(until === undefined ? {} : { until }),
  fields: ["names"],
  rules: linkageRules.map(({ name }) => name),
  keys: keysVersion,
  strata: { year: ["2024"] },
  holders: identities.map(({ id, signing: own, box }) => ({ id, signKey: own.publicKey, boxKey: box.publicKey })),
  threshold: 2,
  limits: { persons: 100, elements: 1_000 }
})

const call = (operations: ReadonlyArray<Operation>, path: string, body?: unknown, round = "") =>
  operations.find((one) => one.path === path && one.method !== "GET")?.run({ round, body, caller: partner })

const holderAt = (i: number) => {
  const own = new PartyFolder(`${folder}/${["one", "two"][i]}`)
  return { own, operations: holderOperations(own, identities[i] as HolderKeys, clock) }
}

const refused = (code: string, step: () => unknown) => {
  try {
    step()
  } catch (error) {
    return assert.strictEqual(error instanceof RoundRefused ? error.code : error, code)
  }
  assert.fail(`not refused: ${code}`)
}

/** The holders' identities and the linker's answers, as a partner sees them. */
const parties = createServer(({ url = "", headers }, response) => {
  const name = headers.authorization?.replace("Bearer ", "")
  const identity = terms.holders.find(({ id }) => id === name)
  response.end(JSON.stringify(url === "/identity" ? identity : { stage: "open", terms }))
})
beforeAll(async () => {
  await groupReady
  await new Promise<void>((listening) => parties.listen(0, "127.0.0.1", listening))
  for (const id of ["one", "two"]) identities.push(holderIdentity(new PartyFolder(`${folder}/${id}`), id))
  terms = termsUntil("2026-03-31")
})
afterAll(() => void parties.close())

it("a last day is a day, and belongs to what is signed", () => {
  for (const until of ["2026-3-1", "tomorrow", "2026-13-01", "2026-03-31T00:00"])
    assert.deepStrictEqual(termsProblems(termsUntil(until)), ["until"], until)
  assert.deepStrictEqual(termsProblems(termsUntil("2026-03-31")), [])
})

it("a holder makes no key without a last day within a year, evaluates until its end, and then destroys its share", () => {
  const [one, two] = [holderAt(0), holderAt(1)]
  for (const until of [undefined, "2027-06-01"])
    refused("terms-invalid", () => call(one.operations, "/rounds", termsUntil(until)))
  refused("expired", () => call(one.operations, "/rounds", termsUntil("2026-02-28")))
  const deals = [one, two].map(({ operations }) => call(operations, "/rounds", terms))
  for (const { operations } of [one, two]) call(operations, "/rounds/:round/deals", deals, "spring")
  const ask = () =>
    call(
      one.operations,
      "/rounds/:round/elements",
      {
        agreement: signDecision("agree", "shelter", terms, signing),
        holders: [1, 2],
        elements: joinElements([hashToGroup(new Uint8Array(1))]),
        withProof: false
      },
      "spring"
    )
  now = Date.parse("2026-03-31T23:59:59Z")
  assert.isDefined(ask())
  call(one.operations, expiredRounds)
  assert.isDefined(ask())
  now += 1_000
  refused("expired", ask)
  assert.isString(one.own.read<{ share?: string }>("rounds/spring")?.share)
  call(one.operations, expiredRounds)
  assert.notProperty(one.own.read("rounds/spring"), "share")
  refused("expired", () => call(two.operations, "/rounds/:round/elements", { elements: "" }, "spring"))
})

it("the linker takes and counts nothing after the last day, takes a veto, and destroys the tokens", async () => {
  now = Date.parse("2026-03-01T12:00:00Z")
  const own = new PartyFolder(`${folder}/linker`)
  const submission = { type: "NGO", digest: "", rows: [] }
  const open: LinkerRound = {
    stage: "open",
    terms,
    agreements: {},
    vetoes: [],
    submissions: { a: submission, b: submission }
  }
  own.write("rounds/spring", open)
  const operations = linkerOperations(own, clock)
  const agreement = signDecision("agree", "shelter", terms, signing)
  call(operations, "/rounds/:round/agreement", agreement, "spring")
  now = Date.parse("2026-04-01T00:00:00Z")
  refused("expired", () => call(operations, "/rounds/:round/agreement", agreement, "spring"))
  refused("expired", () => call(operations, "/rounds/:round/rows", [], "spring"))
  const close = call(operations, "/rounds/:round/close", { accept: [], exclude: [] }, "spring") as Promise<unknown>
  assert.include(await close.catch((error: unknown) => error), { code: "expired" })
  const shown = operations.find(({ path }) => path === "/open-rounds")
  assert.deepStrictEqual(shown?.run({ round: "", body: undefined, caller: partner }), [])
  call(operations, "/rounds/:round/veto", signDecision("veto", "shelter", terms, signing), "spring")
  call(operations, expiredRounds)
  assert.deepInclude(own.read<LinkerRound>("rounds/spring"), {
    stage: "destroyed",
    submissions: {},
    vetoes: ["shelter"]
  })
})

it("a partner signs no such terms, and after the last day sends nothing and destroys its seed", async () => {
  const store = new PartyFolder(`${folder}/partner`)
  const address = `http://127.0.0.1:${(parties.address() as AddressInfo).port}`
  const connection = (token: string) => ({ address, token })
  store.write("connections", { linker: connection("linker"), one: connection("one"), two: connection("two") })
  const signs = async (until: string | undefined, at: string) => {
    terms = termsUntil(until)
    return decide(store, "shelter", terms, "agree", new Date(at)).then(
      () => "signed",
      (error: unknown) => (error instanceof RoundRefused ? error.code : error)
    )
  }
  assert.strictEqual(await signs("2026-03-31", "2026-04-01T00:00:00Z"), "expired")
  assert.strictEqual(await signs(undefined, "2026-03-01T00:00:00Z"), "terms-invalid")
  assert.strictEqual(await signs("2028-03-31", "2026-03-01T00:00:00Z"), "terms-invalid")
  assert.isUndefined(store.read("agree-spring"))
  const limit = dayAfter(new Date("2026-03-01T00:00:00Z"), 366)
  assert.strictEqual(await signs(limit, "2026-03-01T00:00:00Z"), "signed")

  terms = termsUntil("2026-03-31")
  store.write("agree-spring", signDecision("agree", "shelter", terms, partnerKeys(store)))
  store.write("rounds/spring", startClient(terms, "shelter", []))
  const sent = sendPersons(store, "shelter", "spring", [], () => {}, new Date("2026-04-01T00:00:00Z"))
  assert.include(await sent.catch((error: unknown) => error), { code: "expired" })
  assert.notProperty(store.read<ClientRound>("rounds/spring"), "seed")
})
