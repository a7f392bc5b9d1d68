/** A partner that repeats a round with one more person would learn whether that one is known elsewhere: holders allow no second round soon. */
import { join } from "node:path"
import { linkageRules } from "@corridor/linkage/keys/rules"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { hashToGroup } from "@corridor/linkage/oprf/suite"
import { signDecision, signingKeys } from "@corridor/linkage/round/Agreement"
import type { HolderKeys } from "@corridor/linkage/round/Holder"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import type { Terms } from "@corridor/linkage/round/Terms"
import { assert, beforeAll, it } from "vitest"
import { holderIdentity, holderOperations } from "../../../infra/linkage/holderOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { joinElements } from "../../../ingest/linkage/elements.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("spacing")
beforeAll(() => groupReady)

const day = 86_400_000

it("rounds that holders made keys for at once, or soon after another, are not answered, whatever the linker does", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z")
  const keys: Array<HolderKeys> = []
  const parties = ["one", "two"].map((id) => {
    const own = new PartyFolder(join(folder, id))
    keys.push(holderIdentity(own, id))
    // Made anew for each call, as after a restart.
    const call = (path: string, body: unknown, round = "") => {
      const operations = holderOperations(own, keys.find((one) => one.id === id) as HolderKeys, () => new Date(now))
      const operation = operations.find((each) => each.path === path && each.method === "POST")
      return operation?.run({ round, body, caller: partner })
    }
    return { call }
  })
  const signing = signingKeys()
  const partner = {
    name: "shelter",
    role: "partner",
    type: "NGO",
    publicKey: signing.publicKey,
    tokenHash: ""
  } as const
  const termsOf = (round: string): Terms => ({
    round,
    nonce: Buffer.alloc(32, round).toString("base64url"),
    purpose: "Count persons",
    until: "2026-12-31",
    fields: ["names"],
    rules: linkageRules.map(({ name }) => name),
    strata: { year: ["2024"] },
    holders: keys.map(({ id, signing: own, box }) => ({ id, signKey: own.publicKey, boxKey: box.publicKey })),
    threshold: 2,
    limits: { persons: 100, elements: 1_000 }
  })
  const begin = (round: string) => {
    const deals = parties.map(({ call }) => call("/rounds", termsOf(round)))
    for (const { call } of parties) call("/rounds/:round/deals", deals, round)
  }
  const ask = (round: string) =>
    parties[0]?.call(
      "/rounds/:round/elements",
      {
        agreement: signDecision("agree", "shelter", termsOf(round), signing),
        holders: [1, 2],
        elements: joinElements([hashToGroup(new Uint8Array(1))]),
        withProof: false
      },
      round
    )
  const refused = (step: () => unknown) => assert.throws(step, RoundRefused, /Too few days have passed/)
  begin("spring")
  begin("summer")
  ask("spring")
  ask("spring")
  refused(() => ask("summer"))
  now += 179 * day
  refused(() => ask("summer"))
  refused(() => begin("autumn"))
  now += 2 * day
  begin("autumn")
  assert.isDefined(ask("autumn"))
  refused(() => ask("summer"))
})
