import type { Manifest } from "../../project/Node.ts"
import type { Item } from "../Item.ts"
import type { PreviousState } from "../PreviousState.ts"

/** What a method may look at beside the item. */
export interface Choosing {
  readonly manifest: Manifest
  readonly items: ReadonlyMap<string, Item>
  /** Of `--state`. */
  readonly previous: PreviousState | undefined
}

/** Made once for a term, asked for each item. `value` is a text but in `selectors.yml`. */
export type Method = (value: unknown, argument: ReadonlyArray<string>, choosing: Choosing) => (item: Item) => boolean
