import { type Cube, detailsFor } from "./Cube.ts"
import type { TableShape } from "./TableShape.ts"

/** The finest counts of a cube in a vintage: by partner. Held by the engine alone; nothing of it is shown unprotected. */
export interface LeafRow {
  /** Values of the cube's dimensions, in their order. */
  readonly values: ReadonlyArray<string>
  readonly partner: string
  readonly persons: number
}

/** The finest counts of a cube by detail; `""` is the cube's own mart. */
export type Leaves = ReadonlyMap<string, ReadonlyArray<LeafRow>>

/** Returns the counts from which a table of this shape is computed. */
export const leavesFor = (cube: Cube, leaves: Leaves, { levels }: Pick<TableShape, "levels">) =>
  leaves.get(detailsFor(cube, levels)[0]?.name ?? "") ?? []
