import { type Classes, classState } from "./Classes.ts"
import { exposedClasses } from "./exposedClasses.ts"

/**
 * Finds the classes that row-by-row propagation proves exposed even if everything is hidden. No pattern protects
 * them, and seeking one would hide the rest of the table around them. Published ones may no longer be hidden; hidden
 * ones lose their need. Returns the hidden ones, which stay unprotected. Changes `classes` in place.
 */
export const takeOutHopeless = (classes: Classes): ReadonlySet<number> => {
  const { count, state, mayHide, judged, width, reach } = classes
  const all = { ...classes, state: state.slice() }
  for (let id = 0; id < count; id++)
    if (state[id] === classState.published && mayHide[id] === 1) all.state[id] = classState.secondary
  const hopeless = new Set<number>()
  for (const id of exposedClasses(all)) {
    if (state[id] === classState.published) mayHide[id] = 0
    else {
      hopeless.add(id)
      judged[id] = 0
      width[id] = 0
      reach[id] = 0
    }
  }
  return hopeless
}
