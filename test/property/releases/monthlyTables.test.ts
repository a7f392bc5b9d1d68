/**
 * Monthly releases of flows with totals and regions, of records that arrive late, are corrected and are withdrawn, each held against all
 * before. All of them together are attacked by the product's attacker and by one in Python that shares no code with it, as a reader and as
 * every partner.
 */

import { attack } from "@corridor/disclosure/attack/attack"
import { jointReleases } from "@corridor/disclosure/protect/JointReleases"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import {
  attackerInput,
  hasPythonAttacker,
  pythonAttack
} from "../../../packages/disclosure/test/fixtures/pythonAttacker.ts"
import type { Cube } from "../../../release/catalogue/Cube.ts"
import { cubes } from "../../../release/catalogue/cubes.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import { findingsOf } from "../../../release/protection/auditSystem.ts"
import { sameKeys } from "../../../release/protection/JointSystem.ts"
import { tablesByCube } from "../../../release/protection/ReleaseSystem.ts"
import { vintageView } from "../../../release/protection/VintageView.ts"
import { full, sample } from "../../fixtures/fullRun.ts"
import { monthlyVintages } from "../../releases/monthlyVintages.ts"
import { choiceOf, type Released, releaseOf } from "../../releases/releaseSeries.ts"

/** Of two years the last months, when figures are large and changes small. */
const months = full ? 7 : 4
const seeds = [1]
const choices = [choiceOf({ table: "flows", margins: true, levels: { origin: ["country", "subregion"] } })]

type Vintages = ReturnType<typeof monthlyVintages>

const series = async (
  solver: LoadedSolver,
  vintages: Vintages,
  remembers: boolean
): Promise<ReadonlyArray<Released>> => {
  const made: Array<Released> = []
  for (let id = 1; id <= vintages.length; id++) {
    const before = remembers ? made.flatMap(({ disclosure, refused }) => (refused ? [] : [disclosure])) : []
    made.push(await releaseOf(solver, vintages, id, choices, before, id))
  }
  return made
}

/** Every release as a separate view, made from what was shown, and all of them as one system. */
const together = (
  solver: LoadedSolver,
  vintages: Vintages,
  disclosures: ReadonlyArray<Disclosure>,
  partner?: string
) => {
  const family = cubes.get("routes") as Cube
  const all = disclosures.flatMap(({ choices }) => choices)
  const involved = tablesByCube([family], all)
  const views = disclosures.map((disclosure) => {
    const rows = vintages[(disclosure.vintage ?? 0) - 1]
    const leaves = rows && new Map([["routes", new Map([["", rows]])]])
    const view = vintageView(
      solver,
      involved,
      { vintage: disclosure.vintage, leaves },
      [disclosure],
      defaultProfile.threshold
    )
    if (partner === undefined) return view
    const low = view.known.low.slice()
    for (const [key, cell] of view.cellOf)
      low[cell] = Math.max(low[cell] as number, view.partnersOf(key)?.get(partner) ?? 0)
    return { ...view, known: { low, high: view.known.high } }
  })
  const [now, ...earlier] = views.toReversed() as [(typeof views)[number], ...typeof views]
  return jointReleases(
    now,
    earlier,
    [now, ...earlier].map(({ need }) => need),
    {
      threshold: defaultProfile.threshold,
      grows: false,
      comparisons: earlier.map(({ linked }, k) => ({ now: 0, earlier: k + 1, same: sameKeys(linked, now.linked) }))
    }
  )
}

describe("monthly releases with totals", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  it.each(seeds)("seed %i: all releases together disclose no small count", { timeout: 3_600_000 }, async (seed) => {
    const world = { seed, months: 24, origins: 4, destinations: 3, partners: 6, persons: 90 }
    const vintages = monthlyVintages(world).slice(-months)
    const made = await series(solver, vintages, true)
    for (const { audit, refused } of made) if (!refused) assert.strictEqual(findingsOf(audit), 0)
    assert.isBelow(made.filter(({ refused }) => refused).length, months / 4)
    const disclosures = made.flatMap(({ disclosure, refused }) => (refused ? [] : [disclosure]))
    const plain = (await series(solver, vintages, false)).map(({ disclosure }) => disclosure)
    const systems: Array<unknown> = []
    for (const partner of [undefined, ...sample("partners", ["p0", "p1", "p2", "p3", "p4", "p5"], 2)]) {
      const joint = together(solver, vintages, disclosures, partner)
      assert.deepStrictEqual(joint.open, [])
      const verdict = attack(solver, joint.system, joint.hidden, joint.known, joint.need, { judge: joint.judge })
      assert.deepStrictEqual(
        [verdict.narrow.length, verdict.undecided.length, verdict.contradictions],
        [0, 0, 0],
        partner
      )
      systems.push({
        ...(attackerInput(joint.system, joint.hidden, joint.known, joint.need) as object),
        judge: [...joint.judge.keys()].filter((cell) => joint.judge[cell] === 1)
      })
    }
    // The same releases, each made as if it were the only one, do disclose.
    const joint = together(solver, vintages, plain)
    const found = attack(solver, joint.system, joint.hidden, joint.known, joint.need, { judge: joint.judge })
    assert.isAbove(joint.open.length + found.narrow.length, 10)
    if (hasPythonAttacker(full))
      for (const { narrow, broken, infeasible } of pythonAttack(systems))
        assert.deepStrictEqual([narrow.length, broken, infeasible], [0, 0, 0])
    const last = disclosures.at(-1)?.cells ?? []
    const shown = last.filter(({ shown: { state } }) => state === "published")
    assert.isAbove(shown.length, 5)
    console.info(
      `seed ${seed}: ${disclosures.length} of ${months} releases out, ${shown.length} of ${last.length} cells shown in the last; ${joint.open.length + found.narrow.length} findings when each is made for itself`
    )
  })
})
