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
  for (let of = 0; of < count; of++)
    if (state[of] === classState.published && mayHide[of] === 1) all.state[of] = classState.secondary
  const hopeless = new Set<number>()
  for (const of of exposedClasses(all)) {
    if (state[of] === classState.published) mayHide[of] = 0
    else {
      hopeless.add(of)
      judged[of] = 0
      width[of] = 0
      reach[of] = 0
    }
  }
  return hopeless
}
