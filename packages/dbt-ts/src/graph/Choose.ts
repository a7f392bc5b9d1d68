/** What a call of a verb works on: its selection, narrowed to the kinds that the verb has. */
import { Effect, FileSystem } from "effect"
import { ProjectError, refuse } from "../ProjectError.ts"
import type { ProjectFile } from "../project/files/ProjectFile.ts"
import { readText } from "../project/files/readText.ts"
import type { Manifest } from "../project/Node.ts"
import { reading } from "../project/Reading.ts"
import { targetPathOf } from "../TargetPath.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import { Graph } from "./Graph.ts"
import { itemsOf } from "./Item.ts"
import { readPreviousState } from "./PreviousState.ts"
import { select } from "./Selector.ts"
import { type NamedSelection, parseSelectorFile } from "./SelectorFile.ts"

/** Kinds of nodes that a command supports, and its default without `--resource-type`. */
export interface Kinds {
  readonly all: ReadonlyArray<string>
  readonly byDefault: ReadonlyArray<string>
  /** Whether a file with nothing in it counts: it can be listed and not run. */
  readonly withEmpty?: boolean
}

/** Returns the kinds that `--resource-type` and `--exclude-resource-type` leave. */
export const chosenKinds = (
  { all, byDefault }: Kinds,
  wanted: ReadonlyArray<string> = [],
  excluded: ReadonlyArray<string> = []
): ReadonlySet<string> => {
  for (const kind of [...wanted, ...excluded]) {
    if (!all.includes(kind) && kind !== "all" && kind !== "default") {
      refuse("--resource-type", `there is no '${kind}' here; there are ${all.join(", ")}`)
    }
  }
  const named = wanted.flatMap((kind) => (kind === "all" ? all : kind === "default" ? byDefault : [kind]))
  return new Set((wanted.length === 0 ? byDefault : named).filter((kind) => !excluded.includes(kind)))
}

/** Reads the selections of `selectors.yml`; none when there is no such file. */
export const readSelectors = Effect.fn("Choose.readSelectors")(function* (options: TransformOptions) {
  const fs = yield* FileSystem.FileSystem
  const path = `${options.projectDir}/selectors.yml`
  const unreadable = () => new ProjectError({ subject: "selectors.yml", reason: "cannot be read" })
  if (!(yield* Effect.orElseSucceed(fs.exists(path), () => false))) return new Map<string, NamedSelection>()
  const text = yield* Effect.mapError(readText(path), unreadable)
  return yield* reading(() => parseSelectorFile(text, options.indirectSelection ?? "eager"))
})

/**
 * Returns what the options select, and reports the warnings. `graph` has the project's own edges alone, not those by which models wait for tests.
 */
export const choose = Effect.fn("Choose.choose")(function* (
  {
    options,
    manifest,
    file
  }: { readonly options: TransformOptions; readonly manifest: Manifest; readonly file: ProjectFile },
  kinds: Kinds,
  graph = new Graph(manifest)
) {
  const selectors = yield* readSelectors(options)
  const previous =
    options.state === undefined ? undefined : yield* readPreviousState(options.state, targetPathOf(options, file))
  const { warnings, ...choice } = yield* reading(() => {
    const wanted = chosenKinds(kinds, options.resourceTypes, options.excludeResourceTypes)
    const { ids, warnings } = select(manifest, graph, options, { selectors, previous })
    const items = itemsOf(manifest)
    const left = [...ids].filter((id) => {
      const item = items.get(id)
      return item !== undefined && wanted.has(item.resourceType) && (kinds.withEmpty === true || !item.empty)
    })
    return { ids: new Set(left), warnings, selectors, previous }
  })
  yield* Effect.forEach(warnings, (words) => options.onWarning?.(words) ?? Effect.void)
  return choice
})
