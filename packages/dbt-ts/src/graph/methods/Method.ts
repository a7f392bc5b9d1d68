import type { Manifest } from "../../project/Node.ts"
import type { Item } from "../Item.ts"
import type { PreviousState } from "../PreviousState.ts"

/** What a method can read in addition to the item. */
export interface Choosing {
  readonly manifest: Manifest
  readonly items: ReadonlyMap<string, Item>
  /** The project state given by `--state`. */
  readonly previous: PreviousState | undefined
}

/** Created once per term and called for each item. `value` is a text except in `selectors.yml`. */
export type Method = (value: unknown, argument: ReadonlyArray<string>, choosing: Choosing) => (item: Item) => boolean
