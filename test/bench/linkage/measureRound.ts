/**
 * The CPU seconds of one partner's round, of its client and of each holder, and those of @noble/curves for the same work:
 *
 *     node test/bench/linkage/measureRound.ts [persons] [keys per person]
 *
 * Everything runs in this thread, one after another, so that CPU time can be told apart on a busy machine.
 */

import { groupReady } from "@corridor/linkage/oprf/Group"
import { signDecision, signingKeys } from "@corridor/linkage/round/Agreement"
import { startClient, tokensOf } from "@corridor/linkage/round/Client"
import { answerRequest, countRequest, dealRound, openRound } from "@corridor/linkage/round/Holder"
import { ristretto255_oprf } from "@noble/curves/ed25519.js"
import { holderKeys, termsFor } from "../../../packages/linkage/test/fixtures/roundHere.ts"
import { scriptArguments } from "../../../packages/scriptArguments.ts"

const [persons = 100_000, keysEach = 3] = scriptArguments(import.meta.filename, {
  allowPositionals: true
}).positionals.map(Number)
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

await groupReady
const keys = [holderKeys("one"), holderKeys("two")]
const rules = Array.from({ length: keysEach }, (_, i) => `rule ${i}`)
const elements = 2 * persons * keysEach + 1_000
const terms = termsFor(keys, { rules, limits: { persons, elements } })
const dealt = keys.map((each) => dealRound(terms, each))
const deals = dealt.map(({ deal }) => deal)
let holders = dealt.map((state, i) => openRound(state, keys[i] ?? holderKeys(""), deals))
const people = Array.from({ length: persons }, (_, i) => ({
  keys: rules.map((rule) => ({ rule, key: `person ${i} of the bench` })),
  stratum: { year: "2024" }
}))

const signing = signingKeys()
const agreement = signDecision("agree", "partner", terms, signing)
const spent = [0, 0]
const before = cpuSeconds()
await tokensOf({
  state: startClient(terms, "partner", people),
  persons: people,
  key: { deals, confirmations: holders.map(({ confirmation }) => confirmation ?? "") },
  ask: async (holder, request) => {
    const start = cpuSeconds()
    const state = holders[holder - 1]
    if (state === undefined) throw new Error("no such holder")
    const signed = { ...request, agreement }
    const counted = countRequest(state, "partner", signing.publicKey, signed)
    holders = holders.with(holder - 1, counted)
    const answer = answerRequest(counted, signed)
    spent[holder - 1] = (spent[holder - 1] ?? 0) + cpuSeconds() - start
    return answer
  },
  onProgress: (done, total) => {
    if (done === total || (done / 4_096) % 8 === 0) console.error(`${done} of ${total} elements`)
  }
})
const client = cpuSeconds() - before - spent.reduce((sum, each) => sum + each, 0)

/** Blind, check and unblind for one RFC server, as @noble/curves does it, in CPU seconds per key. */
const noble = () => {
  const { voprf } = ristretto255_oprf
  const { secretKey, publicKey } = voprf.generateKeyPair()
  const inputs = Array.from({ length: 200 }, (_, i) => new TextEncoder().encode(`input ${i}`))
  const start = cpuSeconds()
  const blinded = inputs.map((input) => voprf.blind(input))
  const middle = cpuSeconds()
  const { evaluated, proof } = voprf.blindEvaluateBatch(
    secretKey,
    publicKey,
    blinded.map((each) => each.blinded)
  )
  const end = cpuSeconds()
  voprf.finalizeBatch(
    inputs.map((input, i) => ({
      input,
      blind: blinded[i]?.blind ?? new Uint8Array(0),
      evaluated: evaluated[i] ?? new Uint8Array(0),
      blinded: blinded[i]?.blinded ?? new Uint8Array(0)
    })),
    publicKey,
    proof
  )
  return { client: (middle - start + cpuSeconds() - end) / 200, holder: (end - middle) / 200 }
}
noble()
const rival = noble()
const perKey = (seconds: number) => `${((seconds / persons / keysEach) * 1e6).toFixed(0)} µs a key`
console.log(`${persons} persons × ${keysEach} keys, holders 2 of 2`)
console.log(`client ${client.toFixed(1)} CPU s (${perKey(client)})`)
for (const [i, seconds] of spent.entries())
  console.log(`holder ${i + 1} ${seconds.toFixed(1)} CPU s (${perKey(seconds)})`)
console.log(
  `@noble/curves, one server: client ${(rival.client * 1e6).toFixed(0)} µs, server ${(rival.holder * 1e6).toFixed(0)} µs a key`
)
console.log(`ratio: client ${(rival.client / (client / persons / keysEach)).toFixed(1)}`)
