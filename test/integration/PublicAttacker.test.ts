/**
 * A stranger who reads a site and nothing else (`public_attacker.py`, which shares no code with the product): an edition, the answers to a request and to a
 * researcher, and an edition of a later vintage with further records. From the documents alone it derives what adds up to what.
 */
import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Releases from "../../release/publisher/Releases.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { canaries, type ExplorerRig, setMarts, startExplorer } from "../fixtures/explorerRig.ts"
import { analyst, operator, policy, reviewer } from "../fixtures/signatories.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { needsScipy, python } from "../releases/attackedHistories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

interface Verdict {
  readonly findings: ReadonlyArray<{ readonly cells: ReadonlyArray<readonly [string, number, unknown]> }>
  readonly judged: number
  readonly sums: number
  readonly documents: number
  readonly relations: number
  readonly vintages: number
}

const folder = testFolder("public-attacker")
let rig: ExplorerRig

/** The server answers while the attacker asks, so it must not wait for it. */
const attack = (...answers: ReadonlyArray<string>) =>
  new Promise<Verdict>((resolve, reject) => {
    const script = join(import.meta.dirname, "../releases/public_attacker.py")
    const child = spawn(python ?? "", [script, rig.address, ...answers])
    let [out, err] = ["", ""]
    child.stdout.on("data", (part) => (out += part))
    child.stderr.on("data", (part) => (err += part))
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(out) as Verdict) : reject(new Error(err))))
  })

interface Answer {
  readonly labels: ReadonlyArray<string>
  readonly state: string
  readonly victims?: number
}

/** Saves an answer about routes as a file with the fields of a table. */
const saved = async (
  name: string,
  vintage: number,
  dimensions: ReadonlyArray<string>,
  cells: ReadonlyArray<Answer>
) => {
  const { unit } = (await (await fetch(`${rig.address}v1/releases/1/tables/flows`)).json()) as { unit: string }
  const rows = cells.map(({ labels, state, victims }) => ({
    ...Object.fromEntries(dimensions.map((dimension, d) => [dimension, labels[d]])),
    ...{ state, victims }
  }))
  const file = join(folder, `${name}.json`)
  const facts = { release: 0, vintage: { number: vintage }, table: name, figure: "victims" }
  writeFileSync(file, JSON.stringify({ ...facts, unit, dimensions, cells: rows }))
  return file
}

const ask = Effect.gen(function* () {
  const queries = yield* Queries
  for (const payer of [{ person: "rae" }, { project: "baltic" }]) yield* queries.grant(payer, 5)
  yield* queries.grant({ person: "pia" }, 5)
  const requests = yield* Requests
  const { request } = yield* requests.draft(policy("pia"), { subject: "journeys", from: ["Moldova"], each: ["to"] })
  yield* requests.move(policy("pia"), { request, move: "submit" })
  for (const by of ["ole", "ola"]) yield* requests.move(reviewer(by), { request, move: "approve" })
  yield* requests.move(operator("oli"), { request, move: "publish" })
  const choice = choiceOf({ table: "flows", by: ["origin", "destination"], where: { origin: "KAZ" } })
  return yield* queries.ask({ person: "rae", project: "baltic", choice, profile: defaultProfile })
}).pipe(Effect.provide([Queries.layerTest, Requests.layerTest]))

/** Releases the tables of the first edition again, of a vintage with three more persons on each way. */
const publishAgain = Effect.gen(function* () {
  const choices = (yield* Releases.reconcileReleases())[0]?.choices ?? []
  yield* setMarts(canaries, 3)
  yield* createVintage()
  const { release } = yield* Releases.createRelease({
    ...{ author: analyst("Ada Author"), profile: defaultProfile, choices, edition: "main" }
  })
  for (const by of ["Bo Reviewer", "Cy Reviewer"])
    yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
  return release
})

describe.skipIf(python === undefined)("a stranger who reads all that is published", needsScipy, () => {
  let answer: string
  beforeAll(async () => {
    rig = await startExplorer()
    const { cells, vintage } = await rig.inside(ask)
    answer = await saved(
      "answer",
      vintage,
      ["origin", "destination"],
      cells.map(({ labels, shown }) => ({
        ...{ labels, state: shown.state },
        ...(shown.state === "published" ? { victims: shown.victims } : {})
      }))
    )
    const release = await rig.inside(publishAgain)
    const isSeen = async () => (await fetch(`${rig.address}v1/releases/${release}`)).status === 200
    while (!(await isSeen())) await new Promise((resolve) => setTimeout(resolve, 100))
  }, 400_000)
  afterAll(() => rig?.close())

  it("proves no suppressed count, nor a sum of few, to be small, and knows none closely", async () => {
    const { findings, ...seen } = await attack(answer)
    assert.deepStrictEqual(findings, [])
    assert.strictEqual(seen.vintages, 2)
    assert.isAbove(seen.documents, 36)
    assert.isAbove(seen.judged, 40)
    assert.isAbove(seen.relations, 500)
  })

  it("proves one if an answer gives its sum away: the attack can fail", async () => {
    const state = "published"
    const leak = [
      await saved("sum", 1, ["origin", "destination"], [{ labels: ["TJK", "TUR"], state, victims: canaries[0] + 9 }]),
      await saved(
        "year",
        1,
        ["origin", "destination", "year"],
        [{ labels: ["TJK", "TUR", "2005"], state, victims: canaries[0] }]
      )
    ]
    const { findings } = await attack(answer, ...leak)
    assert.isTrue(findings.some(({ cells: [cell] }) => JSON.stringify(cell).includes('"TJK"')))
  })
})
