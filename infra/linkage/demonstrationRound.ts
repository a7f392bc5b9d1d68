/** A linkage round of the demonstration's twelve invented partners, with two key holders and a linker as separate processes. */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { RoundTable } from "@corridor/linkage/quality/errorsOfRound"
import { Effect } from "effect"
import { demoPartners } from "../../ingest/demo/Demonstration.ts"
import { inventedCases, inventedYears } from "../../ingest/demo/inventedCases.ts"
import { notKnown } from "../../ingest/linkage/caseDimensions.ts"
import { caseFields } from "../../ingest/linkage/caseFields.ts"
import { type Connection, PartyClient } from "../../ingest/linkage/PartyClient.ts"
import { decide, linkerName, partnerKeys, roundOf, sendPersons } from "../../ingest/linkage/takePart.ts"
import { counted } from "../../ports/counted.ts"
import { startChildServer } from "../process/ChildServer.ts"
import { Progress } from "../process/Progress.ts"
import { type Caller, registerCaller } from "./callers.ts"
import { PartyFolder } from "./PartyFolder.ts"
import { SummaryMessage } from "./summary.ts"

const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url))

const holders = ["holder-one", "holder-two"] as const
const round = "demonstration"

/** Starts a party and returns its folder when it responds. */
const startParty = Effect.fn("startParty")(function* (root: string, name: string) {
  const folder = new PartyFolder(join(root, name))
  const role = name === linkerName ? ["linker"] : ["holder", name]
  const ready = Effect.tryPromise(async () => {
    const { address } = folder.read<Connection>("endpoint") ?? { address: "" }
    if (!(await fetch(`${address}/healthz`)).ok) throw new Error("not yet")
  })
  yield* startChildServer({
    name,
    runFolder: join(root, "run"),
    command: process.execPath,
    args: [main, "link", ...role, "--folder", folder.path, "--data", root],
    ready,
    restart: false
  })
  return folder
})

/** Gives `caller` a token at a party, with the party's address. */
const connect = (caller: PartyFolder, party: PartyFolder, name: string, as: Omit<Caller, "tokenHash">) => {
  const token = registerCaller(party, as)
  const { address } = party.read<Connection>("endpoint") ?? { address: "" }
  caller.write("connections", { ...caller.read<object>("connections"), [name]: { address, token } })
}

/** What a round of the demonstration shows. */
interface DemonstrationRound {
  /** Persons that there are, and those of them that a partner knows. */
  readonly truth: number
  readonly known: number
  readonly table: RoundTable
}

/** Runs a whole round of `persons` invented persons. All it writes is removed with the scope. */
export const demonstrationRound = Effect.fn("demonstrationRound")(function* (root: string, persons: number) {
  const print = yield* Progress
  yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(root, { recursive: true, force: true })))
  rmSync(root, { recursive: true, force: true })
  const { truth, known, files } = inventedCases(persons)
  print("Starting two key holders and the linker, each a process with a folder of its own …")
  const [linker, ...parties] = yield* Effect.forEach([linkerName, ...holders], (name) => startParty(root, name), {
    concurrency: "unbounded"
  })
  if (linker === undefined) return yield* Effect.die(new Error("no linker"))
  for (const [i, holder] of parties.entries())
    connect(linker, holder, holders[i] as string, { name: linkerName, role: "linker", type: "", publicKey: "" })
  const operator = new PartyClient("The linker", linker.read<Connection>("endpoint") as Connection)
  yield* Effect.promise(() =>
    operator.call("POST", "/rounds", SummaryMessage, {
      round,
      purpose: "Demonstration with invented persons",
      fields: caseFields,
      strata: { year: [...inventedYears, notKnown] },
      threshold: 2,
      persons: 10_000
    })
  )
  for (const [i, { id, type, name }] of demoPartners.entries()) {
    const folder = new PartyFolder(join(root, "partners", id))
    const as = { name: id, role: "partner", type, publicKey: partnerKeys(folder).publicKey } as const
    connect(folder, linker, linkerName, as)
    for (const [h, holder] of parties.entries()) connect(folder, holder, holders[h] as string, as)
    const own = files.get(id) ?? []
    yield* Effect.promise(async () => {
      await decide(folder, id, (await roundOf(folder, round)).terms, "agree", new Date())
      await sendPersons(folder, id, round, own, () => {}, new Date())
    })
    print(`  ${i + 1}/${demoPartners.length} ${name}: ${counted(own.length, "person")} sent as tokens`)
  }
  const accept = demoPartners.map(({ id }) => id)
  const { table } = yield* Effect.promise(() =>
    operator.call("POST", `/rounds/${round}/close`, SummaryMessage, { accept, exclude: [] })
  )
  if (table === null) return yield* Effect.die(new Error("the round has no table"))
  return { truth, known, table } satisfies DemonstrationRound
})
