/** What all parts of the page share. */

import type { ReleaseFacts } from "../../api/schemas/ReleaseSchemas.ts"
import type { Filters, State } from "../state/State.ts"
import type { Names } from "../words/Names.ts"
import type { Translate } from "../words/Words.ts"

export interface Page {
  readonly state: State
  readonly t: Translate
  readonly names: Names
  readonly releases: ReadonlyArray<ReleaseFacts>
  readonly release: ReleaseFacts | undefined
  /** Changes the state. `isStep` adds an entry to the browser's history. */
  readonly go: (change: Partial<State>, isStep?: boolean) => void
  /** Changes filters. `isStep` adds an entry to the browser's history; without it there is none, as for the years of a slider. */
  readonly narrow: (filters: Filters, isStep?: boolean) => void
}
