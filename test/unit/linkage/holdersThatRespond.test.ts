/** Two of three holders are enough for a partner to send its persons; and a veto that is signed meanwhile holds, even if the linker did not get it. */
import { groupReady } from "@corridor/linkage/oprf/Group"
import { signDecision } from "@corridor/linkage/round/Agreement"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { Effect, Exit, Scope } from "effect"
import { afterAll, assert, beforeAll, it } from "vitest"
import { registerCaller } from "../../../infra/linkage/callers.ts"
import { holderIdentity, holderOperations } from "../../../infra/linkage/holderOperations.ts"
import { linkerOperations } from "../../../infra/linkage/linkerOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { serveParty } from "../../../infra/linkage/serveParty.ts"
import { SummaryMessage } from "../../../infra/linkage/summary.ts"
import { freePort } from "../../../infra/process/FreePort.ts"
import { PartyClient, PartyUnavailable } from "../../../ingest/linkage/PartyClient.ts"
import { decide, partnerKeys, roundOf, sendPersons } from "../../../ingest/linkage/takePart.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("responding-holders")
const folderOf = (name: string) => new PartyFolder(`${folder}/${name}`)
const holders = ["one", "two", "three"]
const now = () => new Date("2026-03-01T12:00:00Z")
const addresses = new Map<string, string>()
const running = new Map<string, () => Promise<void>>()

const operationsOf = (name: string) =>
  name === "linker"
    ? linkerOperations(folderOf(name), now, 0)
    : holderOperations(folderOf(name), holderIdentity(folderOf(name), name), now, 0)

/** Starts a party, at the port that it had. */
const start = async (name: string) => {
  const port = Number(new URL(addresses.get(name) ?? `http://x:${await Effect.runPromise(freePort())}`).port)
  addresses.set(name, `http://127.0.0.1:${port}`)
  const scope = await Effect.runPromise(Scope.make())
  const served = serveParty(folderOf(name), () => operationsOf(name), { host: "127.0.0.1", port })
  await Effect.runPromise(Scope.provide(served, scope))
  running.set(name, () => Effect.runPromise(Scope.close(scope, Exit.void)))
}
const stop = async (name: string) => {
  await running.get(name)?.()
  running.delete(name)
}

const connect = (of: string, party: string, role: "linker" | "operator" | "partner") => {
  const own = folderOf(of)
  const publicKey = role === "partner" ? partnerKeys(own).publicKey : ""
  const token = registerCaller(folderOf(party), { name: of, role, type: "NGO", publicKey })
  const connections = own.read<object>("connections") ?? {}
  own.write("connections", { ...connections, [party]: { address: addresses.get(party), token } })
}

const partners = ["north", "east"]

beforeAll(async () => {
  await groupReady
  for (const name of ["linker", ...holders]) await start(name)
  for (const holder of holders) connect("linker", holder, "linker")
  connect("operator", "linker", "operator")
  for (const partner of partners) for (const party of ["linker", ...holders]) connect(partner, party, "partner")
})
afterAll(async () => {
  for (const name of running.keys()) await stop(name)
})

const operator = () => {
  const connections = folderOf("operator").read<Record<string, { address: string; token: string }>>("connections")
  return new PartyClient("linker", connections?.["linker"] ?? { address: "", token: "" })
}

const begin = async (round: string) => {
  const strata = { year: ["2024"] }
  const message = { round, purpose: "Count persons", threshold: 2, persons: 100, fields: ["names"], strata }
  await operator().call("POST", "/rounds", SummaryMessage, message)
  for (const partner of partners)
    await decide(folderOf(partner), partner, (await roundOf(folderOf(partner), round)).terms, "agree", now())
}

const personsOf = (...names: ReadonlyArray<string>) =>
  names.map((name) => ({ keys: [{ rule: "names-date", key: name }], stratum: { year: "2024" } }))

const send = (partner: string, round: string, persons: ReturnType<typeof personsOf>, onProgress = () => {}) =>
  sendPersons(folderOf(partner), partner, round, persons, onProgress, now())

const problemOf = async (step: Promise<unknown>) => {
  const error = await step.then(
    () => "done",
    (cause: unknown) => cause
  )
  if (error instanceof RoundRefused) return error.code
  return error instanceof PartyUnavailable ? `${error.party} ${error.reason}` : error
}

it("tokens are the same by any two of three holders: one of them may be silent from the start, or fall silent midway", async () => {
  await begin("spring")
  assert.strictEqual(await send("north", "spring", personsOf("shared", "north alone")), 2)
  await stop("one")
  assert.strictEqual(await send("east", "spring", personsOf("shared", "east alone", "another")), 3)
  await stop("two")
  assert.strictEqual(
    await problemOf(send("east", "spring", personsOf("shared", "east alone", "another"))),
    "one silent"
  )
  for (const holder of ["one", "two"]) await start(holder)
  const { table } = await operator().call("POST", "/rounds/spring/close", SummaryMessage, {
    accept: partners,
    exclude: []
  })
  const histories = table?.histories.map(({ lists, persons }) => [lists.join("+"), persons] as const) ?? []
  assert.deepStrictEqual(Object.fromEntries(histories), { east: 2, "east+north": 1, north: 1 })
})

it("a holder that stops during a request leaves a seed with which the others continue", async () => {
  await begin("summer")
  const persons = personsOf("a", "b", "c")
  const interrupted = send("north", "summer", persons, () => {
    // The evaluation is done and the check is not.
    void stop("one")
  })
  const problem = await problemOf(interrupted)
  assert.include(["one silent", "done"], problem)
  await stop("one")
  assert.strictEqual(await send("north", "summer", persons), 3)
  await start("one")
})

it("a veto that is signed while the client asks stops the rows, also if the linker was not reached with it", async () => {
  await begin("autumn")
  const own = folderOf("north")
  const sending = send("north", "autumn", personsOf("a", "b"), () => {
    const { terms } =
      own.read<{ terms: Parameters<typeof signDecision>[2] }>("agree-autumn") ?? assert.fail("not agreed")
    own.write("veto-autumn", signDecision("veto", "north", terms, partnerKeys(own)))
  })
  assert.strictEqual(await problemOf(sending), "veto")
  assert.deepStrictEqual(folderOf("linker").read<{ submissions: object }>("rounds/autumn")?.submissions, {})
})
