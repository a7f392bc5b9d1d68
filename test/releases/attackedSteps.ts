/** Releases from several vintages, one after the other, as an attacker sees them who shares only the solver with the engine. */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { assert } from "vitest"
import { cubes } from "../../release/catalogue/cubes.ts"
import type { Leaves } from "../../release/catalogue/LeafRow.ts"
import type { ChoiceInput } from "../../release/catalogue/TableChoice.ts"
import { cubeNameOf, type Disclosure } from "../../release/history/Disclosure.ts"
import { isTooNarrow } from "./ctdcRules.ts"
import { type Form, LeafAttacker } from "./LeafAttacker.ts"
import { choiceOf, releaseOf } from "./releaseSeries.ts"
import type { Labels, Persons, SamePersons } from "./samePersonsScenarios.ts"

const partners = 5

/** Returns the finest counts of some cubes, of five partners with about as many persons each. */
export const vintageOf = (
  names: ReadonlyArray<string>,
  persons: ReadonlyArray<Persons>
): ReadonlyMap<string, Leaves> => {
  const rowsOf = (cube: string) =>
    persons.flatMap(({ count, labels }) =>
      Array.from({ length: partners }, (_, p) => ({
        values: (cubes.get(cube)?.dimensions ?? []).map(({ name }) => labels[name] ?? "NotKnown"),
        partner: `p${p}`,
        persons: Math.floor((count + p) / partners)
      })).filter((row) => row.persons > 0 || count === 0)
    )
  return new Map(names.map((cube) => [cube, new Map([["", rowsOf(cube)]])]))
}

export interface Step {
  /** Number of the vintage, from 1. */
  readonly vintage: number
  readonly tables: ReadonlyArray<ChoiceInput>
}

interface Attacked {
  /** Suppressed counts that are proved too narrowly. */
  readonly narrow: ReadonlyArray<string>
  readonly judged: number
  readonly shown: number
  readonly refused: number
}

interface Steps {
  readonly cubes: ReadonlyArray<string>
  readonly vintages: ReadonlyArray<ReadonlyArray<Persons>>
  /** Labels of persons whom nobody knows to be none. */
  readonly possible?: ReadonlyArray<Labels>
  readonly steps: ReadonlyArray<Step>
  /** Cells of the same persons, in every vintage. */
  readonly same: ReadonlyArray<SamePersons>
}

/**
 * Makes each step's release by the functions that real ones are made by, and attacks all of them. The attacker knows which cells are of the same
 * persons, and by how much the shown and the finest counts changed where that is less than 5.
 */
export const attackedSteps = async (
  solver: LoadedSolver,
  { cubes: names, vintages, possible = [], steps, same }: Steps
): Promise<Attacked> => {
  const counts = vintages.map((persons) => vintageOf(names, persons))
  const nobody = [...vintages.flat(), ...possible.map((labels) => ({ labels }))].map(({ labels }) => ({
    count: 0,
    labels
  }))
  const attacker = new LeafAttacker(vintages.map((persons) => vintageOf(names, [...persons, ...nobody])))
  const made: Array<Disclosure> = []
  const hidden = new Map<string, Form>()
  const shown = new Set<string>()
  const [shownFrom, firstStep] = [new Map<string, number>(), new Map<number, number>()]
  const tied: Array<readonly [Form, Form]> = []
  const compared = new Map<string, readonly [cube: string, labels: Labels]>()
  for (const cube of names)
    for (const { labels } of nobody) {
      const dimensions = cubes.get(cube)?.dimensions ?? []
      const own = Object.fromEntries(dimensions.map(({ name }) => [name, labels[name] ?? "NotKnown"]))
      compared.set(JSON.stringify([cube, own]), [cube, own])
    }
  let refused = 0
  for (const { vintage, tables } of steps) {
    const id = made.length + 1
    const one = await releaseOf(solver, counts, vintage, tables.map(choiceOf), made.slice(), id)
    if (one.refused || one.findings > 0) {
      assert.isTrue(one.refused, "what the protection allows, the audit allows")
      refused += 1
      continue
    }
    made.push(one.disclosure)
    if (!firstStep.has(vintage)) firstStep.set(vintage, id)
    for (const { choice: c, labels, shown: cell } of one.disclosure.cells) {
      const choice = one.disclosure.choices[c] as Disclosure["choices"][number]
      const by = Object.fromEntries(choice.by.map((name, d) => [name, labels[d] as string]))
      const cube = cubeNameOf(choice)
      compared.set(JSON.stringify([cube, by]), [cube, by])
      if (cell.state === "published") {
        const from = made.find(({ id }) => id === cell.asOf)?.vintage ?? vintage
        const form = attacker.form(cube, by, from)
        attacker.learn(form, cell.victims, cell.victims)
        shown.add(form.join())
        if (!shownFrom.has(form.join())) shownFrom.set(form.join(), id)
      } else {
        const form = attacker.form(cube, by, vintage)
        attacker.learn(form, 0, Number.POSITIVE_INFINITY)
        hidden.set(form.join(), form)
      }
    }
  }
  for (const [v] of counts.entries())
    for (const [cube, labels, other, otherLabels] of same) {
      const [a, b] = [attacker.form(cube, labels, v + 1), attacker.form(other, otherLabels, v + 1)]
      assert.strictEqual(attacker.truth(a), attacker.truth(b))
      attacker.equate(a, b)
      tied.push([a, b])
    }
  for (const [cube, labels] of compared.values()) {
    const forms = counts.map((_, v) => attacker.form(cube, labels, v + 1))
    // A small count that was published when it was not small would follow from its change without any later publication.
    const isGiven = (form: Form, v: number) =>
      attacker.truth(form) < defaultProfile.threshold &&
      forms.some((one) => (shownFrom.get(one.join()) ?? Number.POSITIVE_INFINITY) < (firstStep.get(v + 1) ?? 0))
    const sorted = forms
      .filter((form, v) => !isGiven(form, v))
      .toSorted((a, b) => attacker.truth(a) - attacker.truth(b))
    for (const [i, form] of sorted.slice(1).entries()) {
      const last = sorted[i] as Form
      const change = attacker.truth(form) - attacker.truth(last)
      // An attacker who knew how many came where nobody was would know the count itself.
      if (change >= minProtectionWidth || (change > 0 && attacker.truth(last) === 0)) continue
      attacker.equate(form, last, change)
      tied.push([last, form])
    }
  }
  // What was published of another vintage, or under another name, is known of this one.
  const known = new Set(shown)
  for (let size = -1; size < known.size; ) {
    size = known.size
    for (const pair of tied)
      for (const [from, to] of [pair, pair.toReversed()] as ReadonlyArray<readonly [Form, Form]>) {
        const isSmall = attacker.truth(to) < defaultProfile.threshold && attacker.truth(to) !== attacker.truth(from)
        if (known.has(from.join()) && !isSmall) known.add(to.join())
      }
  }
  const judged = [...hidden].flatMap(([key, form]) => (known.has(key) ? [] : [form]))
  const narrow = attacker.intervals(solver, judged).flatMap((interval, i) => {
    const value = attacker.truth(judged[i] as Form)
    return isTooNarrow(value, interval) ? [`${value} is in ${interval.join(" to ")}`] : []
  })
  return { narrow, judged: judged.length, shown: shown.size, refused }
}
