/** An attacker that uses nothing of the engine's systems, links or attacks, only the linear programmes' solver. */
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { assert } from "vitest"
import { cubes } from "../../release/catalogue/cubes.ts"
import type { Leaves } from "../../release/catalogue/LeafRow.ts"

interface Unknown {
  /** Number of the vintage, from 1. */
  readonly vintage: number
  readonly cube: string
  readonly values: ReadonlyArray<string>
  readonly persons: number
  /** Persons that the attacker reported. */
  readonly own: number
}

export type Form = ReadonlyArray<number>

/** An attacker's linear programme over the finest counts of some vintages; partners know at least their own persons. */
export class LeafAttacker {
  readonly #unknowns: ReadonlyArray<Unknown>
  readonly #rows: Array<{ readonly form: Form; readonly low: number; readonly high: number }> = []

  constructor(vintages: ReadonlyArray<ReadonlyMap<string, Leaves>>, partners: ReadonlyArray<string> = []) {
    const cubesIn = vintages.flatMap((cubes, v) => [...cubes].map((one) => [v + 1, ...one] as const))
    this.#unknowns = cubesIn.flatMap(([vintage, cube, leaves]) => {
      const byValues = new Map<string, { values: ReadonlyArray<string>; persons: number; own: number }>()
      for (const { values, partner, persons } of leaves.get("") ?? []) {
        const known = byValues.get(values.join("\n")) ?? { values, persons: 0, own: 0 }
        byValues.set(values.join("\n"), known)
        known.persons += persons
        if (partners.includes(partner)) known.own += persons
      }
      return [...byValues.values()].map((one) => ({ vintage, cube, ...one }))
    })
  }

  /** The unknowns that a cell of a vintage sums. */
  form(cube: string, labels: Readonly<Record<string, string>>, vintage = 1): Form {
    const names = cubes.get(cube)?.dimensions.map(({ name }) => name) ?? []
    return this.#unknowns.flatMap((one, u) =>
      one.vintage === vintage &&
      one.cube === cube &&
      names.every((name, d) => [undefined, "Total", one.values[d]].includes(labels[name]))
        ? [u]
        : []
    )
  }

  truth(form: Form): number {
    return form.reduce((sum, u) => sum + (this.#unknowns[u] as Unknown).persons, 0)
  }

  /** Persons of a cell that the attacker reported. */
  own(form: Form): number {
    return form.reduce((sum, u) => sum + (this.#unknowns[u] as Unknown).own, 0)
  }

  learn(form: Form, low: number, high: number): void {
    this.#rows.push({ form, low, high })
  }

  /** Sums of different cubes or vintages, and their difference: `sum(a) - sum(b)`. */
  readonly #differences: Array<readonly [Form, Form, number]> = []
  equate(a: Form, b: Form, difference = 0): void {
    this.#differences.push([a.filter((u) => !b.includes(u)), b.filter((u) => !a.includes(u)), difference])
  }

  /** Returns the interval of each cell that is left. */
  intervals(solver: LoadedSolver, cells: ReadonlyArray<Form>): ReadonlyArray<readonly [number, number]> {
    const columns = this.#unknowns.length
    const rows = [
      ...this.#rows.map(({ form, low, high }) => ({ entries: form.map((u) => [u, 1] as const), low, high })),
      ...this.#differences.map(([a, b, difference]) => ({
        entries: [...a.map((u) => [u, 1] as const), ...b.map((u) => [u, -1] as const)],
        low: difference,
        high: difference
      }))
    ]
    const start = [0]
    for (const { entries } of rows) start.push((start.at(-1) as number) + entries.length)
    const programme = {
      columns,
      rows: rows.length,
      cost: new Float64Array(columns),
      low: Float64Array.from(this.#unknowns, ({ own }) => own),
      high: new Float64Array(columns).fill(100_000),
      rowLow: Float64Array.from(rows, ({ low }) => low),
      rowHigh: Float64Array.from(rows, ({ high }) => high),
      start: Int32Array.from(start),
      index: Int32Array.from(rows.flatMap(({ entries }) => entries.map(([u]) => u))),
      coefficient: Float64Array.from(rows.flatMap(({ entries }) => entries.map(([, sign]) => sign)))
    }
    return solver.using(programme, (open) =>
      cells.map((form) => {
        const cost = new Float64Array(columns)
        for (const u of form) cost[u] = 1
        open.setCosts(cost)
        const end = (direction: "least" | "most") => {
          open.seek(direction)
          const { outcome, objective } = open.solve()
          assert.strictEqual(outcome, "optimal")
          return objective
        }
        return [Math.ceil(end("least") - 1e-6), Math.floor(end("most") + 1e-6)] as const
      })
    )
  }
}
