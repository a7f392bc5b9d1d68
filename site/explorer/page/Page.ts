/** What all parts of the page share. */
import type { Filters, State } from "../state/State.ts"
import type { Names } from "../words/Names.ts"
import type { Say } from "../words/Words.ts"
import type { ReleaseFacts } from "./load.ts"

export interface Page {
  readonly state: State
  readonly say: Say
  readonly names: Names
  readonly releases: ReadonlyArray<ReleaseFacts>
  readonly release: ReleaseFacts | undefined
  /** Goes to another state; `isStep`: the way back leads here. */
  readonly go: (change: Partial<State>, isStep?: boolean) => void
  readonly narrow: (filters: Filters) => void
  /** Told to whoever does not see the page change. */
  readonly announce: (text: string) => void
}
