/**
 * Random sequences of sending, correcting, refusing, replaying, withdrawing, interrupting, late inserts and restores, on the product's code and on a plain
 * model: nothing of a withdrawn person counts or comes back, and nobody else's record disappears.
 */
import { assert, describe, it } from "vitest"
import { printedSeed, type SeededRandom, seededRandom } from "../fault/SeededRandom.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { cases, Installation, recordOf, records } from "./ErasureInstallation.ts"
import { type Claim, ErasureModel } from "./ErasureModel.ts"

const play = async (random: SeededRandom, steps: number) => {
  const real = new Installation()
  const model = new ErasureModel()
  const known: Array<boolean> = []
  const did: Array<string> = []
  let copy:
    | { readonly real: ReturnType<Installation["copy"]>; readonly model: ReturnType<ErasureModel["copy"]> }
    | undefined
  const claimOf = (): Claim => ({
    id: random.pick(records),
    revision: random.whole(0, 3),
    of: random.pick(cases),
    isBroken: random.next() < 0.25
  })
  const sent: Array<Claim | undefined> = []
  let fresh = records.length
  const acts = {
    send: async () => {
      const claim = claimOf()
      const isKnown = random.next() > 0.2
      did.push(`send ${JSON.stringify(claim)} ${isKnown}`)
      const offset = await real.send(claim, isKnown)
      sent[offset] = claim
      known[offset] = isKnown
      model.send(claim, isKnown, offset)
    },
    replay: async () => {
      const offsets = [...sent.keys()].filter((offset) => sent[offset] !== undefined)
      if (offsets.length === 0) return
      const offset = random.pick(offsets)
      did.push(`replay ${offset}`)
      await real.replay(offset)
      model.send(sent[offset] as Claim, true, offset)
    },
    withdraw: async () => {
      const of = random.pick(cases)
      const by = random.pick(["operator", "record"] as const)
      const at = random.whole(1, 14)
      // A record of its own: which of two claims to one record counts depends on the order.
      const claim = { ...claimOf(), id: recordOf(++fresh), revision: random.whole(1, 3) }
      const send = async () => {
        did.push(`  meanwhile send ${JSON.stringify(claim)}`)
        const offset = await real.send(claim, true)
        sent[offset] = claim
        meanwhile = () => model.send(claim, true, offset)
      }
      let meanwhile = () => {}
      const what = random.pick(["nothing", "failure", "lost answer", send] as const)
      did.push(`withdraw ${of} ${by} ${at} ${typeof what === "function" ? "" : what}`)
      const { isDone, repeat } = await real.withdraw(of, by, what === "nothing" ? undefined : { at, by: what })
      if (!isDone) await repeat()
      model.withdraw(of)
      meanwhile()
      await real.sweep()
      model.forget()
    },
    late: async () => {
      const claim = { ...claimOf(), isBroken: false }
      did.push(`late ${JSON.stringify(claim)}`)
      const { offset, isLate, retry, arrive } = await real.sendLate(claim)
      sent[offset] = claim
      if (!isLate) return model.send(claim, true, offset)
      // Meanwhile other records, and withdrawals.
      if (random.next() < 0.7) await acts.withdraw()
      await retry()
      arrive()
      await real.sweep()
      model.send(claim, true, offset)
      model.forget()
    },
    copy: () => {
      did.push("copy")
      copy = { real: real.copy(), model: model.copy() }
    },
    restore: async () => {
      if (copy === undefined) return
      did.push("restore")
      await real.restore(copy.real, known)
      model.restore(copy.model)
    }
  }
  for (let step = 0; step < steps; step++) {
    const name = random.pick([
      "send",
      "send",
      "send",
      "send",
      "replay",
      "replay",
      "withdraw",
      "late",
      "copy",
      "restore"
    ] as const)
    await acts[name]()
    assert.deepStrictEqual(real.counted(), model.counted(), did.join("\n"))
    const named = real.named()
    for (const of of model.withdrawn) assert.isFalse(named.has(of), `${of}\n${did.join("\n")}`)
  }
}

describe("a random sequence", () => {
  it("counts and keeps what a plain model does", async () => {
    const first = printedSeed("sequences")
    for (let n = 0; n < rounds(100, 2_000); n++) await play(seededRandom(first + n), 12)
  })
})
