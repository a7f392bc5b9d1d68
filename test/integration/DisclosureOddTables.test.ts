/**
 * Attacks what `protect` publishes of tables of odd shapes. The attacker, `attacker.py` (scipy's HiGHS, no common code), solves for the
 * finest cells and knows which of them each row sums: as a reader, as every partner and as every pair of partners.
 */

import { protectTables } from "@corridor/disclosure/protect/protectTables"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { loadSolver, Solver } from "@corridor/disclosure/solver/Solver"
import { stateCode } from "@corridor/disclosure/tables/CellState"
import { Effect, Logger } from "effect"
import { describe, expect, test } from "vitest"
import { kinds, oddAttack, oddTable } from "../../packages/disclosure/test/fixtures/oddTable.ts"
import { hasPythonAttacker, pythonAttack } from "../../packages/disclosure/test/fixtures/pythonAttacker.ts"
import { full } from "../fixtures/fullRun.ts"

const tables = full ? 60 : 6

describe.skipIf(!hasPythonAttacker(full))(
  "protected tables of odd shapes",
  { meta: { needs: "Python with scipy" } },
  () => {
    test(`0 narrow cells on ${tables}, to readers, partners and pairs of partners`, {
      timeout: 1_800_000
    }, async () => {
      const solver = await loadSolver()
      const attacks: Array<{ readonly who: string; readonly system: unknown }> = []
      const naive: Array<unknown> = []
      const refused: Array<string> = []
      let shown = 0
      for (let seed = 1; seed <= tables; seed++) {
        const odd = oddTable(seed)
        const done = await Effect.runPromise(
          protectTables([odd.table], { total: "Total", profile: defaultProfile, hierarchy: odd.hierarchy }).pipe(
            Effect.provideService(Solver, solver),
            Effect.provide(Logger.layer([])),
            Effect.map(({ hidden, linked }) => ({ hidden, cellOf: linked.joined.cellOf[0] as Int32Array })),
            // Refusing is safe; refusing much is useless, and refusing what adds up is wrong.
            Effect.catchTag("WouldDisclose", () => Effect.succeed(undefined))
          )
        )
        const who = `${odd.kind}, seed ${seed}`
        if (done === undefined) {
          refused.push(who)
          continue
        }
        const cell = (row: number) => done.cellOf[row] as number
        const isSuppressed = (row: number) => cell(row) >= 0 && done.hidden[cell(row)] !== 0
        for (let row = 0; row < odd.table.rows; row++) {
          const count = odd.table.count[row] as number
          if (count > 0 && count < defaultProfile.threshold) expect(isSuppressed(row), who).toBe(true)
          if (odd.table.state[row] === stateCode.published && !isSuppressed(row)) shown += 1
        }
        const pairs = odd.partners.flatMap((one, k) => odd.partners.slice(k + 1).map((other) => [one, other]))
        for (const coalition of [[], ...odd.partners.map((one) => [one]), ...pairs])
          attacks.push({ who: [who, ...coalition].join(", "), system: oddAttack(odd, isSuppressed, coalition) })
        naive.push(
          oddAttack(odd, (row) => (odd.table.count[row] as number) > 0 && (odd.table.count[row] as number) < 11)
        )
      }
      const verdicts = pythonAttack(attacks.map(({ system }) => system))
      const found = attacks.flatMap(({ who }, k) => {
        const { narrow, broken, infeasible } = verdicts[k] as (typeof verdicts)[number]
        return narrow.length + broken + infeasible > 0
          ? [`${who}: ${narrow.length} narrow, ${broken} broken, ${infeasible} infeasible`]
          : []
      })
      expect(found).toEqual([])
      expect(refused).toEqual([])
      expect(shown).toBeGreaterThan(tables * 3)
      // The attacker can find something: the same tables with their small cells hidden alone.
      const weak = pythonAttack(naive).filter(({ narrow }) => narrow.length > 0)
      expect(weak.length).toBeGreaterThan(tables / 4)
      console.info(`${tables} tables of ${kinds.length} kinds, ${attacks.length} attacks, ${shown} cells shown`)
    })
  }
)
