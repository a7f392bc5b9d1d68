/**
 * A stranger who reads a site and nothing else (`public_attacker.py`, which shares no code with the product): an edition, the answers to a request and to a
 * researcher, figures with noise, and an edition of a later vintage with further records. From the documents alone it derives what adds up to what. It reads all that
 * the site says of persons, in every form (`public_exits.py`), and files that a publisher gives away.
 */
import { spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect, Redacted } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { dpBudget } from "../../release/protection/privateBudget.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { canaries, type ExplorerRig, setMarts, startExplorer } from "../fixtures/explorerRig.ts"
import { bundleFiles, releaseFiles } from "../fixtures/releaseFiles.ts"
import { analyst, operator, policy, reviewer } from "../fixtures/signatories.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { needsScipy, python } from "../releases/attackedHistories.ts"
import { plantedLeaks } from "../releases/plantedLeaks.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

interface Verdict {
  readonly findings: ReadonlyArray<{ readonly cells: ReadonlyArray<readonly [string, number, unknown]> }>
  readonly judged: number
  /** Safe counts that another vintage publishes, known to whoever assumes that they only grow. */
  readonly known: number
  readonly sums: number
  readonly documents: number
  readonly relations: number
  readonly vintages: number
  /** What the attacker cannot explain by the tables, with the exit. */
  readonly strange: ReadonlyArray<readonly [string, string]>
  /** Exits that say more of a suppressed cell than its table. */
  readonly narrowed: ReadonlyArray<string>
  /** How much was read of each exit. */
  readonly read: Readonly<Record<string, number>>
}

interface Found {
  /** Exits of documents that were not changed, as they do not say what was expected. */
  readonly lacking: ReadonlyArray<string>
  /** Exits that say more than the tables, or something else, with the suppressed cells that each of them proves. */
  readonly found: Readonly<Record<string, ReadonlyArray<unknown>>>
}

const folder = testFolder("public-attacker")
const files = join(folder, "files")
let rig: ExplorerRig

/** The server answers while the attacker asks, so it must not wait for it. */
const run = <A>(...asked: ReadonlyArray<string>) =>
  new Promise<A>((resolve, reject) => {
    const script = join(import.meta.dirname, "../releases/public_attacker.py")
    const child = spawn(python ?? "", [script, rig.address, "--files", files, ...asked])
    let [out, err] = ["", ""]
    child.stdout.on("data", (part) => (out += part))
    child.stderr.on("data", (part) => (err += part))
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(out) as A) : reject(new Error(err))))
  })

const attack = (...answers: ReadonlyArray<string>) => run<Verdict>(...answers)

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

const publish = Effect.fn("publish")(function* (release: number) {
  for (const by of ["Bo Reviewer", "Cy Reviewer"])
    yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
})

/** So many that most figures change. */
const more = 40

/** Releases figures with noise of a year in which nothing is suppressed: of another they would be refused. */
const publishNoise = Effect.gen(function* () {
  yield* dpBudget(4)
  const ofYear = (year: number) =>
    Releases.createRelease({
      ...{ author: analyst("Ada Author"), profile: defaultProfile, method: "dp", epsilon: 0.5 },
      key: Redacted.make("a secret of the tests"),
      choices: [choiceOf({ table: "flows", from: year, to: year })]
    })
  const refused = yield* Effect.flip(ofYear(2005))
  assert.strictEqual(refused._tag, "PrivateRefused")
  yield* publish((yield* ofYear(2003)).release)
})

/** Writes files that a publisher gives away. */
const saveFiles = Effect.gen(function* () {
  mkdirSync(files, { recursive: true })
  const found = [...(yield* releaseFiles), ...(yield* bundleFiles(join(folder, "keys")))]
  for (const { release, from, content } of found) {
    const name = /^(?:synthetic |return |bundle file (?=cells|attack))(?<name>[\w.-]+\.(?:csv|jsonl?))$/.exec(from)
      ?.groups?.["name"]
    if (name !== undefined) writeFileSync(join(files, `${release} ${name}`), content)
  }
})

/** Releases the tables of the first edition again, of a vintage with 40 more persons on each way. */
const publishAgain = Effect.gen(function* () {
  const choices = (yield* Releases.reconcileReleases())[0]?.choices ?? []
  yield* setMarts(canaries, more)
  yield* createVintage()
  const { release } = yield* Releases.createRelease({
    ...{ author: analyst("Ada Author"), profile: defaultProfile, choices, edition: "main" }
  })
  yield* publish(release)
  return release
})

describe.skipIf(python === undefined)("a stranger who reads all that is published", needsScipy, () => {
  let answer: string
  beforeAll(async () => {
    // Nobody reads as much as this attacker, who asks through many clients.
    rig = await startExplorer(0, canaries, undefined, { CORRIDOR_TRUSTED_PROXIES: "127.0.0.1" })
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
    await rig.inside(publishNoise)
    const release = await rig.inside(publishAgain)
    await rig.inside(saveFiles)
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
    assert.isBelow(seen.known, 20)
    assert.deepStrictEqual({ strange: seen.strange, narrowed: seen.narrowed }, { strange: [], narrowed: [] })
    // All exits were read, and each said something.
    assert.isAbove(Object.keys(seen.read).length, 45)
    for (const { exit } of [...plantedLeaks.proving, ...plantedLeaks.others])
      if (exit !== "attack report") assert.isAbove(seen.read[exit] ?? 0, 0, exit)
  })

  it("finds what one exit alone says more, in every exit", async () => {
    const { proving, others } = plantedLeaks
    const file = join(folder, "plants.json")
    writeFileSync(file, JSON.stringify([...proving, ...others]))
    const { lacking, found } = await run<Found>("--plants", file)
    assert.deepStrictEqual(lacking, [])
    assert.deepStrictEqual(Object.keys(found).toSorted(), [...proving, ...others].map(({ exit }) => exit).toSorted())
    for (const { exit } of proving) {
      assert.notDeepEqual(found[exit], [], exit)
      assert.notDeepEqual(found[exit], ["void"], exit)
    }
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
