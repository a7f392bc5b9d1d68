/**
 * Tables that overlap without being margins of each other, in random order: periods of several lengths, and years of their own; regions of several levels
 * and single countries, alone and to one destination; beginnings of routes, transit countries and whole routes. An attacker in Python rebuilds the sums.
 */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import type { ChoiceInput } from "../../../release/catalogue/TableChoice.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import { pythonOf } from "../../fixtures/ensurePython.ts"
import { full } from "../../fixtures/fullRun.ts"
import { testFolder } from "../../fixtures/testFolder.ts"
import { leafCounter } from "../../releases/leafCounter.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"

const python = pythonOf("disclosure-python")
const folder = testFolder("overlapping")
const partners = 5

const randomOf = (seed: number) => {
  let state = seed * 2_654_435_761
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) | 0
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * below)
  }
}

interface Person {
  readonly origin: string
  readonly via: string | undefined
  readonly destination: string
  readonly year: number
}

const routeOf = ({ origin, via, destination }: Person) =>
  [origin, ...(via === undefined ? [] : [via]), destination].join(" > ")

/** Regions of M49, written down here again. */
const regions: Readonly<Record<string, ReadonlyArray<string>>> = {
  UKR: ["151", "150"],
  MDA: ["151", "150"],
  ROU: ["151", "150"],
  TJK: ["143", "142"],
  KAZ: ["143", "142"],
  TUR: ["145", "142"],
  RUS: ["151", "150"],
  DEU: ["155", "150"]
}

/** Returns whether a person is counted under a label of a dimension. */
const isUnder = (person: Person, dimension: string, label: string): boolean => {
  if (label === "Total") return true
  if (dimension === "year") {
    const [first, last] = label.split("-").map(Number)
    return person.year >= (first as number) && person.year <= (last ?? (first as number))
  }
  if (dimension === "corridor") {
    if (label.startsWith("via ")) return person.via === label.slice(4)
    if (label.startsWith("begins ")) return `${routeOf(person)} > `.startsWith(`${label.slice(7)} > `)
    return routeOf(person) === label
  }
  const own = dimension === "origin" ? person.origin : person.destination
  return own === label || (regions[own] ?? []).includes(label.slice(0, 3))
}

const kinds: Readonly<Record<string, ReadonlyArray<ChoiceInput>>> = {
  periods: [
    { table: "flows", by: ["destination", "year"], margins: false },
    ...[2, 3, 4, 5].map((period) => ({
      table: "flows",
      by: ["destination", "year"],
      levels: { year: ["period"] },
      period
    })),
    { table: "flows", by: ["destination", "year"], from: 2003, to: 2005, margins: true },
    { table: "flows", by: ["destination"] },
    { table: "flows", by: ["origin", "year"], levels: { year: ["period"] }, period: 3, margins: true },
    { table: "flows", by: ["year"], from: 2004 }
  ],
  regions: [
    { table: "flows", by: ["origin"], levels: { origin: ["country"] } },
    { table: "flows", by: ["origin"], levels: { origin: ["subregion"] } },
    { table: "flows", by: ["origin"], levels: { origin: ["region"] }, margins: true },
    { table: "flows", by: ["origin", "destination"], levels: { origin: ["subregion"] }, where: { destination: "RUS" } },
    { table: "flows", by: ["origin", "destination"], levels: { origin: ["country"], destination: ["region"] } },
    {
      table: "flows",
      by: ["origin", "destination"],
      levels: { origin: ["region"], destination: ["country"] },
      margins: true
    },
    { table: "flows", by: ["destination"], where: { origin: "UKR" } }
  ],
  routes: [
    { table: "corridors", by: ["corridor"], levels: { corridor: ["route"] } },
    { table: "prefixes", by: ["corridor"] },
    { table: "region_roles_transit", by: ["corridor"] },
    { table: "region_roles_transit", by: ["origin", "corridor"], where: { origin: "UKR" } },
    { table: "prefixes", by: ["destination", "corridor"], where: { destination: "RUS" } },
    { table: "region_roles_origin", by: ["origin"], margins: true },
    { table: "flows", by: ["origin", "destination"] }
  ]
}

/** Returns persons of a few large and many small combinations, each mostly of some partners. */
const personsOf = (kind: string, random: (below: number) => number) => {
  const found: Array<{ readonly person: Person; readonly own: ReadonlyArray<number> }> = []
  for (const origin of ["UKR", "MDA", "TJK", "KAZ"].slice(0, kind === "regions" ? 4 : 2))
    for (const destination of ["RUS", "DEU", "TUR"].slice(0, kind === "routes" ? 2 : 3))
      for (const via of kind === "routes" ? [undefined, "ROU", "TUR"] : [undefined])
        for (const year of kind === "periods" ? [2003, 2004, 2005, 2006, 2007, 2008] : [2004]) {
          if (random(10) < 3) continue
          const size = random(4) === 0 ? 1 + random(9) : 30 + random(120)
          const own = Array.from({ length: partners }, () => 0)
          const some = size < 10 ? 1 + random(partners) : partners
          for (let n = 0; n < size; n++) own[random(some)] = (own[random(some)] ?? 0) + 1
          const total = own.reduce((sum, one) => sum + one, 0)
          if (total > 0) found.push({ person: { origin, via, destination, year }, own })
        }
  return found
}

interface Verdict {
  /** Who knows a sum too well, its value, what they know, and which finest counts it has. */
  readonly found: ReadonlyArray<
    readonly [who: ReadonlyArray<number>, value: number, low: number, high: number, places: ReadonlyArray<number>]
  >
  readonly judged: number
}

const attackIn = (name: string, world: unknown): Verdict => {
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(world))
  const script = join(import.meta.dirname, "../../releases/overlapping_attacker.py")
  const run = spawnSync(python ?? "", [script, file], { encoding: "utf8" })
  assert.strictEqual(run.status, 0, run.stderr)
  return JSON.parse(run.stdout) as Verdict
}

describe.skipIf(python === undefined)("overlapping tables", { meta: { needs: "Python with scipy" } }, () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })
  const seeds = Array.from({ length: full ? 20 : 1 }, (_, k) => k + 1)

  it("the attacker finds a count that follows, and one that a partner knows", () => {
    const world = {
      own: [
        [30, 2],
        [14, 4]
      ],
      shown: [[[0, 1], 50]],
      hidden: [
        [[0], 44],
        [[1], 6]
      ]
    }
    const { found } = attackIn("constructed", world)
    // A reader knows that both are from 0 to 50; each of the two, together, both exactly; one alone 14 or 30 of 50.
    assert.deepStrictEqual(
      found.map(([who, value]) => [who, value]),
      [
        [[0, 1], 44],
        [[0, 1], 6]
      ]
    )
  })

  it.each(Object.keys(kinds).flatMap((kind) => seeds.map((seed) => [kind, seed] as const)))(
    "of %s, world %i: nobody narrows a suppressed count",
    async (kind, seed) => {
      const random = randomOf(seed)
      const persons = personsOf(kind, random)
      const counter = leafCounter()
      for (const { person, own } of persons)
        own.forEach((count, p) => {
          const { origin, destination, year } = person
          const labels = { origin, destination, corridor: routeOf(person), year: String(year) }
          for (let n = 0; n < count; n++) counter.count("routes", "", `p${p}`, labels)
        })
      const vintage = counter.leaves()
      const open = [...(kinds[kind] as ReadonlyArray<ChoiceInput>)]
      const made: Array<Disclosure> = []
      for (let step = 0; step < 5 && open.length > 0; step++) {
        const [asked] = open.splice(random(open.length), 1)
        const one = await releaseOf(
          solver,
          [vintage],
          1,
          [choiceOf(asked as ChoiceInput)],
          made.slice(),
          made.length + 1
        )
        if (one.refused) continue
        assert.strictEqual(one.findings, 0)
        made.push(one.disclosure)
      }
      const sums = made.flatMap(({ choices, cells }) =>
        cells.map(({ choice, labels, shown }) => {
          const { by, where, from, to } = choices[choice] as Disclosure["choices"][number]
          const places = persons.flatMap(({ person }, k) =>
            by.every((name, d) => isUnder(person, name, labels[d] as string)) &&
            Object.entries(where).every(([name, label]) => isUnder(person, name, label)) &&
            person.year >= (from ?? 0) &&
            person.year <= (to ?? 9999)
              ? [k]
              : []
          )
          const value = places.reduce((sum, k) => sum + (persons[k]?.own ?? []).reduce((all, one) => all + one, 0), 0)
          if (shown.state === "published") assert.strictEqual(shown.victims, value, labels.join())
          return { places, value, isShown: shown.state === "published" }
        })
      )
      const shown = new Set(sums.flatMap(({ places, isShown }) => (isShown ? [places.join()] : [])))
      const hidden = new Map(
        sums.flatMap((one) => (one.isShown || shown.has(one.places.join()) ? [] : [[one.places.join(), one] as const]))
      )
      const { found, judged } = attackIn(`${kind}-${seed}`, {
        own: Array.from({ length: partners }, (_, p) => persons.map(({ own }) => own[p])),
        shown: sums.flatMap(({ places, value, isShown }) => (isShown ? [[places, value]] : [])),
        hidden: [...hidden.values()].map(({ places, value }) => [places, value])
      })
      assert.deepStrictEqual(found, [])
      assert.isAbove(judged, 0)
      assert.isAbove(shown.size, 0)
    }
  )
})
