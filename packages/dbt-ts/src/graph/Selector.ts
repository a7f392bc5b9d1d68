/** dbt's selection: `--select`, `--exclude`, `--selector`, `--state`, `--indirect-selection`, kinds of nodes. */
import { refuse } from "../ProjectError.ts"
import type { Manifest } from "../project/Node.ts"
import type { IndirectSelection } from "../TransformOptions.ts"
import type { Graph } from "./Graph.ts"
import { itemsOf } from "./Item.ts"
import type { PreviousState } from "./PreviousState.ts"
import { selectItems } from "./SelectItems.ts"
import { specOf } from "./SelectionSpec.ts"
import type { NamedSelection } from "./SelectorFile.ts"

export interface Selection {
  readonly select?: ReadonlyArray<string> | undefined
  readonly exclude?: ReadonlyArray<string> | undefined
  /** Name of a selection of `selectors.yml`. */
  readonly selector?: string | undefined
  readonly indirectSelection?: IndirectSelection | undefined
}

/** What a selection reads of the project and of an earlier run. */
export interface SelectionSources {
  readonly selectors: ReadonlyMap<string, NamedSelection>
  readonly previous: PreviousState | undefined
}

export interface Selected {
  readonly ids: ReadonlySet<string>
  /** Terms that match nothing. */
  readonly warnings: ReadonlyArray<string>
}

const nothing: SelectionSources = { selectors: new Map(), previous: undefined }

const specIn = (selection: Selection, selectors: ReadonlyMap<string, NamedSelection>) => {
  const { select = [], exclude = [], selector, indirectSelection = "eager" } = selection
  if (selector !== undefined) {
    const names = [...selectors.keys()].join(", ")
    return (
      selectors.get(selector)?.spec ?? refuse("selectors.yml", `there is no selector '${selector}'; there are ${names}`)
    )
  }
  const byDefault = [...selectors.values()].find((each) => each.isDefault)
  if (byDefault !== undefined && select.length === 0 && exclude.length === 0) return byDefault.spec
  return specOf(select, exclude, indirectSelection)
}

/** Returns what a selection matches; every enabled item for an empty one. Throws a `ProjectError`. */
export const select = (
  manifest: Manifest,
  graph: Graph,
  selection: Selection,
  { selectors, previous }: SelectionSources = nothing
): Selected => {
  const choosing = { manifest, items: itemsOf(manifest), previous }
  return selectItems(specIn(selection, selectors), graph, choosing)
}
