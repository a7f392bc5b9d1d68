/** What a partner's client takes from a linker that is false, or is no linker. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { keysVersion } from "@corridor/linkage/keys/rules"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { type SignedDecision, signDecision, signingKeys } from "@corridor/linkage/round/Agreement"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import type { Terms } from "@corridor/linkage/round/Terms"
import { afterAll, assert, beforeAll, it } from "vitest"
import { PartyUnavailable } from "../../../ingest/linkage/PartyClient.ts"
import { decide, roundOf, sendPersons, termsToRead } from "../../../ingest/linkage/takePart.ts"

/** What the linker answers to everything. */
let answer = { status: 200, body: "", headers: {} as Record<string, string> }
const linker = createServer((_, response) => response.writeHead(answer.status, answer.headers).end(answer.body))
beforeAll(async () => {
  await groupReady
  await new Promise<void>((listening) => linker.listen(0, "127.0.0.1", listening))
})
afterAll(() => {
  linker.close()
})

const key = () => signingKeys().publicKey

const terms = (): Terms => ({
  round: "spring",
  nonce: key(),
  purpose: "Count persons",
  fields: ["names"],
  rules: ["names-date"],
  keys: keysVersion,
  strata: { year: ["2024"], sex: ["Female", "Male"] },
  holders: ["one", "two"].map((id) => ({ id, signKey: key(), boxKey: key() })),
  threshold: 2,
  limits: { persons: 100, elements: 1_000 }
})

/** What a partner has: a connection to the linker, and the terms that it signed. */
const partner = (signed?: Terms) => {
  const values = new Map<string, unknown>()
  const address = `http://127.0.0.1:${(linker.address() as AddressInfo).port}`
  values.set("connections", { linker: { address, token: "token" } })
  const keys = signingKeys()
  values.set("signing", keys)
  if (signed !== undefined) values.set("agree-spring", signDecision("agree", "shelter", signed, keys))
  return {
    read: <A>(name: string) => values.get(name) as A | undefined,
    write: (name: string, value: unknown) => void values.set(name, value)
  }
}

const show = (shown: Terms) => {
  answer = { status: 200, body: JSON.stringify({ stage: "open", terms: shown }), headers: {} }
}

const failureOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => assert.fail("not refused"),
    (error: unknown) => error
  )

it("terms that are not valid, of another round, or in which a dimension identifies a person are refused", async () => {
  show(terms())
  assert.deepStrictEqual((await roundOf(partner(), "spring")).terms.strata, terms().strata)
  const changes: ReadonlyArray<Partial<Terms>> = [
    { round: "autumn" },
    { round: "../../spring" },
    { threshold: 1 },
    ...["Surname", "familyNames", "date of birth", "Паспорт", "nume", "Case No", "twin"].map((name) => ({
      strata: { year: ["2024"], [name]: ["Ivanova"] }
    }))
  ]
  for (const change of changes) {
    show({ ...terms(), ...change })
    const failure = await failureOf(roundOf(partner(), "spring"))
    assert.instanceOf(failure, RoundRefused, JSON.stringify(change))
    assert.strictEqual((failure as RoundRefused).code, "terms-invalid")
  }
})

it("a file is read by the terms that were signed, whatever is shown later", async () => {
  const signed = terms()
  show({ ...signed, strata: { ...signed.strata, year: ["2024-03-12"] } })
  assert.deepStrictEqual(await termsToRead(partner(signed), "spring"), signed)
})

it("another server's page, broken JSON and a redirect are said in words, without what they contain", async () => {
  const secret = "Ivanova"
  for (const other of [
    { status: 200, body: `<html>${secret}</html>`, headers: {} },
    { status: 200, body: `{"stage":"${secret}"}`, headers: {} },
    { status: 302, body: secret, headers: { location: "/elsewhere" } },
    { status: 404, body: secret, headers: {} }
  ]) {
    answer = other
    const failure = await failureOf(roundOf(partner(), "spring"))
    assert.instanceOf(failure, PartyUnavailable)
    assert.notInclude(String(failure), secret)
  }
})

it("after a veto no party is asked; a later round of the same name is another one", async () => {
  const signed = terms()
  const own = partner(signed)
  own.write("veto-spring", signDecision("veto", "shelter", signed, signingKeys()))
  const refused = await failureOf(sendPersons(own, "shelter", "spring", [], () => {}, new Date()))
  assert.strictEqual(refused instanceof RoundRefused && refused.code, "veto")
  own.write("veto-spring", signDecision("veto", "shelter", terms(), signingKeys()))
  show(signed)
  const asked = await failureOf(sendPersons(own, "shelter", "spring", [], () => {}, new Date()))
  assert.strictEqual(asked instanceof RoundRefused && asked.code, "not-open")
})

it("a round of keys that this program does not make is neither agreed to nor joined, and can be vetoed", async () => {
  for (const keys of [undefined, keysVersion + 1]) {
    const { keys: _, ...others } = terms()
    const signed: Terms = { ...others, until: "2026-12-31", ...(keys === undefined ? {} : { keys }) }
    const own = partner(signed)
    show(signed)
    const now = new Date("2026-12-01T00:00:00Z")
    const decided = await failureOf(decide(own, "shelter", signed, "agree", now))
    assert.strictEqual(decided instanceof RoundRefused && decided.code, "other-keys")
    const sent = await failureOf(sendPersons(own, "shelter", "spring", [], () => {}, now))
    assert.strictEqual(sent instanceof RoundRefused && sent.code, "other-keys")
    answer = { status: 200, body: "{}", headers: {} }
    await decide(own, "shelter", signed, "veto", now)
  }
})

it("an agreement whose file was changed sends no request", async () => {
  const signed = terms()
  const own = partner(signed)
  show(signed)
  const agreement = own.read<SignedDecision>("agree-spring") as SignedDecision
  const changes: ReadonlyArray<Partial<SignedDecision>> = [
    { terms: { ...signed, threshold: 3 } },
    { terms: { ...signed, until: "2099-12-31" } },
    { partner: "other" },
    { signature: key() }
  ]
  for (const change of changes) {
    own.write("agree-spring", { ...agreement, ...change })
    const refused = await failureOf(sendPersons(own, "shelter", "spring", [], () => {}, new Date()))
    assert.strictEqual(refused instanceof RoundRefused && refused.code, "agreement-missing", JSON.stringify(change))
  }
})
