/** A selection as a tree: terms, unions, intersections, differences. */

import type { IndirectSelection } from "../TransformOptions.ts"
import { type Criterion, parseCriterion } from "./Criterion.ts"

export interface Combination {
  readonly kind: "union" | "intersection" | "difference"
  readonly parts: ReadonlyArray<SelectionSpec>
  readonly indirect: IndirectSelection
  /** As it was written, where finding nothing is worth a warning. */
  readonly expected?: string | undefined
}

export type SelectionSpec = Criterion | Combination

/** The default selection. */
const everything = ["fqn:*", "source:*", "exposure:*"]

/** Spaces are unions, commas intersections. */
const union = (texts: ReadonlyArray<string>, indirect: IndirectSelection, expected: boolean): Combination => ({
  kind: "union",
  parts: texts
    .flatMap((text) => text.split(" "))
    .map((text) => ({
      kind: "intersection",
      parts: text.split(",").map((part) => parseCriterion(part, indirect)),
      indirect,
      expected: expected ? text : undefined
    })),
  indirect
})

/** Returns the selection of a command line. */
export const specOf = (
  select: ReadonlyArray<string>,
  exclude: ReadonlyArray<string>,
  indirect: IndirectSelection
): SelectionSpec => ({
  kind: "difference",
  parts: [
    select.length === 0 ? union(everything, indirect, false) : union(select, indirect, true),
    union(exclude, indirect, true)
  ],
  // dbt does not hand the flag to the difference.
  indirect: "eager"
})
