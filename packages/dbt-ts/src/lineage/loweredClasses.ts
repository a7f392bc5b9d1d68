import type { Flow } from "./Flow.ts"
import type { NodePrivacy } from "./NodePrivacy.ts"
import { type PrivacyClass, strongestFirst } from "./PrivacyClass.ts"

/**
 * Returns the classes that values had on the way to a column and were lowered from, the strongest first: `sensitive` for a group's key that
 * says what was done to its members.
 */
export const loweredClasses = (known: ReadonlyMap<string, NodePrivacy>, flow: Flow): ReadonlyArray<PrivacyClass> => {
  const found = new Set<PrivacyClass>()
  const seen = new Set<string>()
  const follow = (at: Flow, only: PrivacyClass | undefined): void => {
    for (const { relation, column, was, is } of at.values()) {
      if (column === "" || (only !== undefined && is !== only)) continue
      if (was !== is) found.add(was)
      const key = JSON.stringify([relation, column, was])
      if (seen.has(key)) continue
      seen.add(key)
      const next = known.get(relation)?.columns.get(column)
      if (next !== undefined) follow(next, was)
    }
  }
  follow(flow, undefined)
  return strongestFirst(found)
}
