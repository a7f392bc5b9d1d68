/** From a selection to what it chooses, with the tests that come along. */

import type { IndirectSelection } from "../TransformOptions.ts"
import type { Criterion } from "./Criterion.ts"
import type { Graph } from "./Graph.ts"
import type { Choosing } from "./methods/Method.ts"
import { methods } from "./methods/methods.ts"
import type { SelectionSpec } from "./SelectionSpec.ts"
import { type Ids, intersect, subtract, unite } from "./Sets.ts"

/** `maybe` are tests of which only some of the tested nodes are chosen: the rest may come from another term. */
interface Found {
  readonly chosen: Ids
  readonly maybe: Ids
}

/** Depths are those of the term; `@` takes all below with all above them. */
const withNeighbours = (term: Criterion, direct: Ids, graph: Graph): Ids => {
  const below = term.childrensParents ? unite(direct, graph.below(direct)) : direct
  const family = term.childrensParents ? unite(below, graph.above(below)) : below
  return unite(family, graph.above(direct, term.parents ?? 0), graph.below(direct, term.children ?? 0))
}

const isTest = (id: string): boolean => id.startsWith("test.") || id.startsWith("unit_test.")

/** Chooses by one selection after another over the same project. */
export const selectItems = (spec: SelectionSpec, graph: Graph, choosing: Choosing) => {
  const { items } = choosing
  const warnings: Array<string> = []
  const dependsOn = (id: string): ReadonlyArray<string> => items.get(id)?.dependsOn ?? []
  const sources = new Set([...items.values()].flatMap((item) => (item.sourceName === undefined ? [] : [item.uniqueId])))
  const allIn = (id: string, ids: Ids): boolean => dependsOn(id).every((each) => ids.has(each))
  const withParents = (ids: Ids): Ids => unite(ids, graph.above(ids))

  const withTests = (selected: Ids, indirect: IndirectSelection): Found => {
    if (indirect === "empty") return { chosen: selected, maybe: new Set() }
    const [chosen, maybe] = [new Set(selected), new Set<string>()]
    const buildable = indirect === "buildable" ? unite(selected, graph.above(selected), sources) : selected
    for (const id of selected) {
      for (const child of graph.children(id)) {
        if (!isTest(child)) continue
        if (indirect === "eager" || allIn(child, buildable)) chosen.add(child)
        else maybe.add(child)
      }
    }
    return { chosen, maybe }
  }

  const ofCriterion = (criterion: Criterion): Found => {
    const matches = methods[criterion.method](criterion.value, criterion.arguments, choosing)
    const direct = new Set([...items.values()].filter(matches).map((item) => item.uniqueId))
    return withTests(withNeighbours(criterion, direct, graph), criterion.indirect)
  }

  /** Tests whose tested nodes came together from several terms. */
  const completed = (chosen: Ids, maybe: Ids, indirect: IndirectSelection): Ids => {
    if (indirect !== "cautious" && indirect !== "buildable") return chosen
    const all = new Set(chosen)
    // As in dbt, sources are not counted as buildable here.
    const there = indirect === "buildable" ? withParents(chosen) : all
    for (const id of maybe) if (id.startsWith("test.") && allIn(id, there)) all.add(id)
    return all
  }

  const combine = { union: unite, intersection: intersect, difference: subtract }

  const evaluate = (part: SelectionSpec): Found => {
    if (part.kind === "criterion") return ofCriterion(part)
    const found = part.parts.map(evaluate)
    const combined = (sets: ReadonlyArray<Ids>): Ids => {
      const [first = new Set<string>(), ...others] = sets
      return others.reduce((all, each) => combine[part.kind](all, each), first)
    }
    const maybe = combined(found.map((each) => unite(each.chosen, each.maybe)))
    const chosen = completed(combined(found.map((each) => each.chosen)), maybe, part.indirect)
    if (part.expected !== undefined && chosen.size === 0) {
      warnings.push(`The selection '${part.expected}' matches no enabled node.`)
    }
    return { chosen, maybe }
  }

  return { ids: evaluate(spec).chosen, warnings }
}
