/** Flags of all verbs that read cells: what hidden and rounded ones may be. */

import { Flag } from "effect/cli"
import { optional } from "../CommonFlags.ts"
import { seriesFlags } from "./SeriesFlags.ts"
import type { CellRules } from "./tables/parseCell.ts"

export const cellFlags = {
  suppressed: seriesFlags.suppressed,
  rounded: seriesFlags.rounded,
  randomlyRounded: seriesFlags.randomlyRounded
}

/** A flag that names a column. */
export const columnFlag = (name: string, description: string) =>
  optional(Flag.String(name).pipe(Flag.withDescription(description)))

/** What the flags say of cells. */
export const cellRulesOf = ({
  suppressed,
  rounded,
  randomlyRounded
}: {
  readonly suppressed: readonly [number, number] | undefined
  readonly rounded: number | undefined
  readonly randomlyRounded: number | undefined
}): CellRules => ({
  suppressed,
  rounding:
    rounded !== undefined
      ? { base: rounded, kind: "nearest" }
      : randomlyRounded !== undefined
        ? { base: randomlyRounded, kind: "random" }
        : undefined
})
