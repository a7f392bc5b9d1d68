/** A partner's seed does not outlive its part in a round: after a veto, and when the round ended before an interrupted `link send` went on. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { signDecision } from "@corridor/linkage/round/Agreement"
import { type ClientRound, startClient } from "@corridor/linkage/round/Client"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { decide, partnerKeys, sendPersons } from "../../../ingest/linkage/takePart.ts"
import { holderKeys, termsFor } from "../../../packages/linkage/test/fixtures/roundHere.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("given-up")
const persons = [{ keys: [{ rule: "strict", key: "canary" }], stratum: { year: "2024" } }]
let stage = "open"
let terms: ReturnType<typeof termsFor>

/** A linker that shows a round without its key, and takes what it is given. */
const linker = createServer((request, response) => {
  request.resume()
  response.setHeader("content-type", "application/json")
  response.end(JSON.stringify(request.method === "GET" ? { stage, terms } : {}))
})
beforeAll(async () => {
  await groupReady
  terms = termsFor([holderKeys("one"), holderKeys("two")])
  await new Promise<void>((done) => void linker.listen(0, "127.0.0.1", done))
})
afterAll(() => void linker.close())

/** A partner that agreed and whose `link send` was killed. */
const interrupted = (name: string) => {
  const store = new PartyFolder(`${folder}/${name}`)
  const address = `http://127.0.0.1:${(linker.address() as AddressInfo).port}`
  store.write("connections", { linker: { address, token: "x" } })
  store.write(`agree-${terms.round}`, signDecision("agree", "a", terms, partnerKeys(store)))
  store.write(`rounds/${terms.round}`, startClient(terms, "a", persons))
  return store
}
const stateOf = (store: PartyFolder) => store.read<ClientRound>(`rounds/${terms.round}`)
const send = async (store: PartyFolder) => {
  try {
    await sendPersons(store, "a", terms.round, persons, () => {}, new Date())
  } catch (error) {
    if (error instanceof RoundRefused) return error.code
    throw error
  }
  return "sent"
}

describe("a partner's seed", () => {
  for (const ended of ["closed", "destroyed"])
    it(`is destroyed by the next 'link send' after the round was ${ended}, and none is made`, async () => {
      stage = ended
      const store = interrupted(ended)
      assert.isString(stateOf(store)?.seed)
      assert.strictEqual(await send(store), "not-open")
      assert.deepInclude(stateOf(store), { stage: "destroyed" })
      assert.notProperty(stateOf(store), "seed")
      assert.strictEqual(await send(store), "not-open")
      assert.notProperty(stateOf(store), "seed")
    })

  it("is destroyed by a veto", async () => {
    stage = "open"
    const store = interrupted("veto")
    await decide(store, "a", terms, "veto", new Date())
    assert.notProperty(stateOf(store), "seed")
    assert.strictEqual(await send(store), "veto")
    assert.notProperty(stateOf(store), "seed")
  })

  it("stays while the round's key is being made: the same command continues later", async () => {
    stage = "dealing"
    const store = interrupted("dealing")
    const { seed } = stateOf(store) as ClientRound
    assert.strictEqual(await send(store), "not-open")
    assert.strictEqual(stateOf(store)?.seed, seed)
  })
})
