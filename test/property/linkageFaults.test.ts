/** Linkage rounds with faults at random moments: the table is the oracle's or the round is destroyed, and no token, share, seed or key of a person stays on any disk. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { Schema } from "effect"
import { afterEach, assert, beforeAll, describe, it, vi } from "vitest"
import { SummaryMessage } from "../../infra/linkage/summary.ts"
import { type Connection, PartyClient, PartyUnavailable } from "../../ingest/linkage/PartyClient.ts"
import { decide, roundOf, sendPersons } from "../../ingest/linkage/takePart.ts"
import { historiesByDefinition, type PlainPerson } from "../../packages/linkage/test/fixtures/plainTextOracle.ts"
import { keyedPersons } from "../../packages/linkage/test/fixtures/roundHere.ts"
import { printedSeed, type SeededRandom, seededRandom } from "../fault/SeededRandom.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { Killed, LinkageParties } from "../simulation/linkageParties.ts"

beforeAll(() => groupReady)
const wait = globalThis.setTimeout
afterEach(() => vi.unstubAllGlobals())

/** Exact rules, which every round uses, in their order. */
const rules = ["document-year", "names-date", "document-name"]

const peopleOf = (random: SeededRandom, partners: ReadonlyArray<string>): ReadonlyArray<PlainPerson> =>
  partners.flatMap((partner) =>
    Array.from({ length: random.whole(2, 6) }, () => {
      const keys = rules
        .filter(() => random.next() < 0.7)
        .map((rule) => [rule, [`canary ${rule} ${random.whole(1, 9)}`]])
      return { partner, type: "NGO", keys: Object.fromEntries(keys), stratum: random.pick(["2023", "2024"]) }
    })
  )

/** Repeats a step until it is done or refused for good, as a person repeats a command. Returns the refusal's code. */
const persist = async (step: () => Promise<unknown>): Promise<string> => {
  for (let attempt = 1; attempt < 80; attempt++)
    try {
      await step()
      return "done"
    } catch (error) {
      if (error instanceof RoundRefused) return error.code
      if (!(error instanceof PartyUnavailable || error instanceof Killed)) throw error
    }
  return assert.fail("the step does not succeed although nothing is disturbed any more")
}

const announcement = (round: string) => ({
  round,
  purpose: "Count persons",
  threshold: 2,
  persons: 100,
  fields: ["names"],
  strata: { year: ["2023", "2024"] }
})

const operatorOf = (parties: LinkageParties) => {
  const linker = parties.folderOf("operator").read<{ readonly linker: Connection }>("connections")?.linker
  return new PartyClient("linker", linker ?? assert.fail("not connected"))
}

const moments = ["before agreeing", "after agreeing", "while sending", "after sending", "after the end"] as const

interface Plan {
  readonly joinsLate: boolean
  readonly veto: (typeof moments)[number] | undefined
}

const play = async (parties: LinkageParties, random: SeededRandom, round: string) => {
  const { partners } = parties
  const people = peopleOf(random, partners)
  const operator = () => operatorOf(parties)
  const summary = async () =>
    (await operator().call("GET", "/rounds", Schema.Array(SummaryMessage))).find((one) => one.round === round)
  const [sent, vetoing, vetoed] = [new Set<string>(), new Set<string>(), new Set<string>()]
  let isOver = false

  const veto = async (partner: string) => {
    vetoing.add(partner)
    const code = await persist(async () => {
      const { terms } = await roundOf(parties.folderOf(partner), round)
      await decide(parties.folderOf(partner), partner, terms, "veto", new Date(parties.now))
    })
    if (code === "done") vetoed.add(partner)
  }
  const send = (partner: string, onProgress: () => void = () => {}) => {
    const own = keyedPersons(people.filter((one) => one.partner === partner))
    return persist(() => sendPersons(parties.folderOf(partner), partner, round, own, onProgress, new Date(parties.now)))
  }
  const takePart = async (partner: string, plan: Plan) => {
    const vetoIf = async (moment: Plan["veto"]) => (plan.veto === moment ? veto(partner) : undefined)
    while (plan.joinsLate && !isOver) await parties.turn()
    await vetoIf("before agreeing")
    await persist(async () => {
      const { terms } = await roundOf(parties.folderOf(partner), round)
      await decide(parties.folderOf(partner), partner, terms, "agree", new Date(parties.now))
    })
    await vetoIf("after agreeing")
    let vetoSent: Promise<void> | undefined
    const code = await send(partner, () => {
      if (plan.veto === "while sending") vetoSent ??= veto(partner)
    })
    await vetoSent
    if (code === "done") sent.add(partner)
    await vetoIf("after sending")
  }

  const plans = new Map(
    partners.map((partner): [string, Plan] => {
      const joinsLate = random.next() < 0.1
      return [partner, { joinsLate, veto: random.next() < 0.25 ? random.pick(moments) : undefined }]
    })
  )
  parties.events.push(`${round}: ${JSON.stringify([...plans])}`)
  // A second operator, or one whose answer was lost, announces the round at the same time.
  const twice = random.next() < 0.2
  const begin = () => persist(() => operator().call("POST", "/rounds", SummaryMessage, announcement(round)))
  const destroy = () => persist(() => operator().call("DELETE", `/rounds/${round}`, SummaryMessage))
  // The operator destroys it while its key is made.
  const giveUp = async () => {
    for (let turns = random.whole(0, 40); turns > 0; turns--) await parties.turn()
    return destroy()
  }
  const isGivenUp = random.next() < 0.2
  const givingUp = isGivenUp ? giveUp() : ""
  const beginning = twice ? [begin(), begin()] : [begin()]
  await Promise.race(beginning)
  const taking = Promise.all([...plans].map(([partner, plan]) => takePart(partner, plan)))
  const patience = random.next() < 0.7 ? 0 : random.whole(5, 80)
  if (patience > 0) for (let i = 0; i < patience; i++) await parties.turn()
  else
    await Promise.race([
      taking,
      (async () => {
        const inTime = [...plans].filter(([, { joinsLate }]) => !joinsLate)
        while (!inTime.every(([partner]) => sent.has(partner) || vetoed.has(partner))) {
          await parties.turn()
          if (random.next() < 0.002) return
        }
      })()
    ])
  const end = random.pick(["close", "close", "close", "close", "destroy", "expire"] as const)
  parties.events.push(`${round}: ${end}`)
  const before = { sent: new Set(sent), vetoed: new Set(vetoed) }
  if (end === "expire") parties.now += 400 * 86_400_000
  const closing = { accept: partners, exclude: [] }
  const closed =
    end === "close"
      ? await persist(() => operator().call("POST", `/rounds/${round}/close`, SummaryMessage, closing))
      : ""
  if (end === "destroy" || (closed !== "done" && closed !== "expired")) await destroy()
  isOver = true
  await taking
  await Promise.all(beginning)
  const givenUp = await givingUp
  for (const [partner, plan] of plans) if (plan.veto === "after the end") await veto(partner)
  return {
    end,
    before,
    vetoing,
    people,
    closed,
    /** When nothing is disturbed any more: each party is asked once more. */
    settle: async () => {
      const { table, stage } = (await summary()) ?? assert.fail("no round")
      if (givenUp === "done") assert.strictEqual(stage, "destroyed")
      for (const partner of partners) assert.notStrictEqual(await send(partner), "done")
      return { table, stage }
    }
  }
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const simulate = async (seed: number) => {
  const random = seededRandom(seed)
  const folder = testFolder(`linkage-faults-${seed}`)
  const partners = ["north", "south", "east", "west"].slice(0, random.whole(2, 4))
  const parties = new LinkageParties({
    folder,
    random,
    holders: random.whole(2, 3),
    partners,
    faults: random.whole(0, 14)
  })
  vi.stubGlobal("fetch", parties.fetch)
  vi.stubGlobal("setTimeout", (run: () => void) => wait(run, 0))
  try {
    const names = random.next() < 0.3 ? ["spring", "summer"] : ["spring"]
    const played = await Promise.all(names.map((round) => play(parties, random, round)))
    await parties.calm()
    for (const name of ["linker", ...parties.holders]) parties.restart(name)
    if (played.some(({ end }) => end === "expire")) parties.endExpired()
    for (const [i, { before, vetoing, people, settle }] of played.entries()) {
      const { table, stage } = await settle()
      if (table === undefined || table === null) {
        assert.strictEqual(stage, "destroyed")
        continue
      }
      const counted = table.partners.map(({ partner }) => partner)
      for (const partner of before.vetoed) assert.notInclude(counted, partner)
      for (const partner of before.sent) if (!vetoing.has(partner)) assert.include(counted, partner)
      assert.deepStrictEqual(
        Object.fromEntries(
          table.histories.map(({ stratum, lists, persons }) => [`${lists.join("+")} ${stratum["year"]}`, persons])
        ),
        historiesByDefinition(
          people.filter(({ partner }) => counted.includes(partner)),
          rules
        ),
        names[i]
      )
    }
    for (const file of filesOf(folder)) {
      const text = readFileSync(file, "utf8")
      assert.notInclude(text, "canary", file)
      for (const secret of parties.secrets) assert.isFalse(text.includes(secret), `a secret in ${file}`)
    }
    return { closed: played.filter(({ closed }) => closed === "done").length, secrets: parties.secrets.size }
  } catch (error) {
    console.log(`CORRIDOR_TEST_SEED=${seed}`, parties.events.join("\n"))
    throw error
  }
}

describe("rounds with faults", () => {
  /** Announces a round; `act` runs when its key is made, before the linker knows. */
  const announcedWhile = async (act: (parties: LinkageParties) => Promise<unknown>) => {
    const random = seededRandom(1)
    const folder = testFolder("linkage-announced")
    const parties = new LinkageParties({ folder, random, holders: 2, partners: ["north"], faults: 0 })
    let isMade = false
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      const answer = await parties.fetch(url, init)
      const isLast = !isMade && url.endsWith("holder-2/rounds/spring/deals")
      isMade ||= isLast
      if (isLast) await act(parties)
      return answer
    })
    const operator = operatorOf(parties)
    const code = await persist(() => operator.call("POST", "/rounds", SummaryMessage, announcement("spring")))
    assert.isTrue(isMade)
    const [round] = await operator.call("GET", "/rounds", Schema.Array(SummaryMessage))
    return { code, round }
  }

  it("that are destroyed while their key is made stay destroyed", async () => {
    const { code, round } = await announcedWhile((parties) =>
      operatorOf(parties).call("DELETE", "/rounds/spring", SummaryMessage)
    )
    assert.strictEqual(code, "not-open")
    assert.strictEqual(round?.stage, "destroyed")
  })

  it("that are announced by two requests at once lose nothing that came after the first", async () => {
    const { code, round } = await announcedWhile(async (parties) => {
      await operatorOf(parties).call("POST", "/rounds", SummaryMessage, announcement("spring"))
      const own = parties.folderOf("north")
      await decide(own, "north", (await roundOf(own, "spring")).terms, "agree", new Date(parties.now))
    })
    assert.strictEqual(code, "done")
    assert.deepStrictEqual(round?.agreed, ["north"])
  })

  it("end with the oracle's table, or destroyed, and leave no secret on any disk", { timeout: 900_000 }, async () => {
    const first = printedSeed("linkage faults")
    const ended = []
    for (let i = 0; i < rounds(6, 200); i++) ended.push(await simulate(first + i))
    // Otherwise the test could not fail.
    assert.isAbove(
      ended.reduce((sum, { closed }) => sum + closed, 0),
      0
    )
    assert.isAbove(
      ended.reduce((sum, { secrets }) => sum + secrets, 0),
      0
    )
  })
})
