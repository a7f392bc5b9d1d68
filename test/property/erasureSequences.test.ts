/**
 * Random sequences of sending, correcting, refusing, replaying, withdrawing, interrupting, late inserts and restores, on the product's code and on a plain
 * model: nothing of a withdrawn person counts or comes back, and nobody else's record disappears.
 */
import { isDeepStrictEqual } from "node:util"
import { assert, describe, it } from "vitest"
import { printedSeed, type SeededRandom, seededRandom } from "../fault/SeededRandom.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { cases, Installation, records } from "./ErasureInstallation.ts"
import { type Claim, ErasureModel } from "./ErasureModel.ts"

const play = async (random: SeededRandom, steps: number) => {
  const real = new Installation()
  // Of two orders in which a message and a withdrawal may take effect, either is right: each model took one of them.
  let models = [new ErasureModel()]
  const inEach = (change: (model: ErasureModel) => void) => {
    for (const model of models) change(model)
  }
  const known: Array<boolean> = []
  const did: Array<string> = []
  let copy: ReturnType<Installation["copy"]> | undefined
  const claimOf = (): Claim => ({
    id: random.pick(records),
    revision: random.whole(0, 3),
    of: random.pick(cases),
    isBroken: random.next() < 0.25
  })
  const sent: Array<Claim | undefined> = []
  const acts = {
    send: async () => {
      const claim = claimOf()
      const isKnown = random.next() > 0.2
      did.push(`send ${JSON.stringify(claim)} ${isKnown}`)
      const offset = await real.send(claim, isKnown)
      sent[offset] = claim
      known[offset] = isKnown
      inEach((model) => model.send(claim, isKnown, offset))
    },
    replay: async () => {
      const offsets = [...sent.keys()].filter((offset) => sent[offset] !== undefined)
      if (offsets.length === 0) return
      const offset = random.pick(offsets)
      did.push(`replay ${offset}`)
      await real.replay(offset)
      inEach((model) => model.send(sent[offset] as Claim, true, offset))
    },
    /** `late`: the record of rows that are on their way. Nobody else claims it until they arrive, because the order of two inserts decides. */
    withdraw: async (late?: string) => {
      const of = random.pick(cases)
      const by = random.pick(["operator", "record"] as const)
      const at = random.whole(1, 14)
      const claim = claimOf()
      const isLate = claim.id === late
      let offsetOf: number | undefined
      const send = async () => {
        did.push(`  meanwhile send ${JSON.stringify(claim)}`)
        const offset = await real.send(claim, true)
        sent[offset] = claim
        offsetOf = offset
      }
      const what = random.pick(["nothing", "failure", "lost answer", isLate ? "nothing" : send] as const)
      did.push(`withdraw ${of} ${by} ${at} ${typeof what === "function" ? "" : what}`)
      const { isDone, repeat } = await real.withdraw(of, by, what === "nothing" ? undefined : { at, by: what })
      if (!isDone) await repeat()
      await real.sweep()
      const offset = offsetOf
      const before = offset === undefined ? [] : models.map((model) => model.clone())
      for (const model of before) model.send(claim, true, offset as number)
      for (const model of [...before, ...models]) model.withdraw(of)
      if (offset !== undefined) inEach((model) => model.send(claim, true, offset))
      models.push(...before)
      inEach((model) => model.forget())
    },
    late: async () => {
      const claim = { ...claimOf(), isBroken: false }
      did.push(`late ${JSON.stringify(claim)}`)
      const { offset, isLate, retry, arrive } = await real.sendLate(claim)
      sent[offset] = claim
      if (!isLate) return inEach((model) => model.send(claim, true, offset))
      // Meanwhile other records, and withdrawals.
      if (random.next() < 0.7) await acts.withdraw(claim.id)
      await retry()
      arrive()
      await real.sweep()
      inEach((model) => model.send(claim, true, offset))
      inEach((model) => model.forget())
    },
    copy: () => {
      did.push("copy")
      copy = real.copy()
      inEach((model) => model.copy())
    },
    restore: async () => {
      if (copy === undefined) return
      did.push("restore")
      await real.restore(copy, known)
      inEach((model) => model.restore())
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
    const found = { counted: real.counted(), quarantined: real.quarantined() }
    const isRight = (model: ErasureModel) =>
      isDeepStrictEqual(found, { counted: model.counted(), quarantined: model.quarantined() })
    const [first] = models as [ErasureModel]
    models = [...new Map(models.filter(isRight).map((model) => [model.state(), model])).values()]
    if (models.length === 0)
      assert.deepStrictEqual(found, { counted: first.counted(), quarantined: first.quarantined() }, did.join("\n"))
  }
}

describe("a random sequence", () => {
  it("counts and keeps what a plain model does", async () => {
    const first = printedSeed("sequences")
    for (let n = 0; n < rounds(100, 2_000); n++) await play(seededRandom(first + n), 12)
  })

  it("erases in a restored copy what contradicts a withdrawn person's revision, also if a later message makes the record another case's", async () => {
    const real = new Installation()
    const model = new ErasureModel()
    const [id] = records as [string]
    const send = async (revision: number, of: string) => {
      const claim = { id, revision, of, isBroken: false }
      model.send(claim, true, await real.send(claim, true))
    }
    const check = (quarantined: ReadonlyArray<string>) => {
      assert.deepStrictEqual([real.counted(), model.counted()], [[`${id}/3 CASE-1`], [`${id}/3 CASE-1`]])
      assert.deepStrictEqual([real.quarantined(), model.quarantined()], [quarantined, quarantined])
    }
    await send(0, "CASE-3")
    await send(0, "CASE-1")
    const copy = real.copy()
    model.copy()
    await send(3, "CASE-1")
    await real.withdraw("CASE-3", "operator", undefined)
    model.withdraw("CASE-3")
    // The record is CASE-1's, so what was refused of it stays.
    check(["1 CASE-1"])
    await real.restore(copy, [])
    model.restore()
    // In the copy it is the withdrawn person's.
    check([])
  })
})
