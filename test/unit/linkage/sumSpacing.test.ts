/** Anyone who opens two sums whose partners differ by one could subtract that one's table: a host adds up no second one soon. */
import { join } from "node:path"
import type { Roll } from "@corridor/linkage/counts/CountHost"
import type { CountTerms } from "@corridor/linkage/counts/CountTerms"
import { contribute } from "@corridor/linkage/counts/contribution"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { signingKeys } from "@corridor/linkage/round/Agreement"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { assert, beforeAll, it } from "vitest"
import { hostIdentity, hostOperations } from "../../../infra/linkage/hostOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("sums")
beforeAll(() => groupReady)

const day = 86_400_000

it("a count of other partners is not added up soon after another one; one of the same partners is", () => {
  let now = Date.parse("2026-01-01T00:00:00Z")
  const partners = new Map(["a", "b", "c", "d"].map((id) => [id, signingKeys()] as const))
  const hosts = ["north", "south"].map((id) => {
    const own = new PartyFolder(join(folder, id))
    const keys = hostIdentity(own)
    // Made anew for each call, as after a restart.
    const call = (method: string, path: string, round: string, body?: unknown, partner = "") => {
      const operations = hostOperations(own, { id, keys }, () => new Date(now))
      const operation = operations.find((each) => each.path === path && each.method === method)
      const publicKey = partners.get(partner)?.publicKey ?? ""
      return operation?.run({
        round,
        body,
        caller: { name: partner, role: "partner", type: "NGO", publicKey, tokenHash: "" }
      })
    }
    return { identity: { id, signKey: keys.publicKey }, call }
  })
  const count = (name: string, of: ReadonlyArray<string>) => {
    const terms: CountTerms = {
      count: name,
      nonce: Buffer.alloc(32, name).toString("base64url"),
      purpose: "Count persons",
      until: new Date(now + 300 * day).toISOString().slice(0, 10),
      dimensions: [{ name: "year", labels: ["2024"] }],
      hosts: hosts.map(({ identity }) => identity) as unknown as CountTerms["hosts"],
      minimumPartners: 3,
      mostPersons: 100
    }
    for (const { call } of hosts) call("POST", "/counts", name, terms)
    for (const partner of of) {
      const keys = partners.get(partner)
      const shares = contribute(terms, partner, [{ labels: ["2024"], persons: 4 }], keys ?? signingKeys())
      for (const [h, { call }] of hosts.entries())
        call("POST", "/counts/:round/share", name, shares[h as 0 | 1], partner)
    }
    return () => {
      const rolls = hosts.map(({ call }) => call("GET", "/counts/:round/roll", name) as Roll)
      return hosts.map(({ call }, h) => call("POST", "/counts/:round/sum", name, rolls[1 - h]))
    }
  }
  const refused = (step: () => unknown) => assert.throws(step, RoundRefused, /since a count of other partners/)
  const all = count("spring", ["a", "b", "c", "d"])
  assert.lengthOf(all(), 2)
  assert.deepStrictEqual(all(), all())
  const fewer = count("without-d", ["a", "b", "c"])
  refused(fewer)
  assert.lengthOf(count("again", ["d", "c", "b", "a"])(), 2)
  now += 179 * day
  refused(fewer)
  now += 2 * day
  assert.lengthOf(fewer(), 2)
  refused(count("summer", ["a", "b", "c", "d"]))
})
