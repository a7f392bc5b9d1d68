import { normalise } from "./normalise.ts"
import type { Person } from "./Person.ts"
import { linkageRules } from "./rules.ts"

export interface LinkageKey {
  /** The name of the rule. */
  readonly rule: string
  /** As sensitive as the case file: it goes into the blinding, and into nothing else. */
  readonly key: string
}

/**
 * Returns the linkage keys of a person, in the order of the rules and without doubles. Two case files may be of one person when they
 * have a key of one rule in common. Runs on the partner's machine; what it returns must not be stored, logged or sent.
 *
 * @example
 * ```ts
 * import { linkageKeys } from "@corridor/linkage"
 *
 * const here = linkageKeys({ givenNames: "Olena", familyNames: "Kovalenko", birthDate: "1990-05-06", sex: "female" })
 * const there = linkageKeys({ givenNames: "Олена", familyNames: "Коваленко", birthDate: "1990-05-06", sex: "female" })
 * const isFound = here.some(({ rule, key }) => there.some((one) => one.rule === rule && one.key === key)) // true
 * ```
 */
export const linkageKeys = (person: Person): ReadonlyArray<LinkageKey> => {
  const normalised = normalise(person)
  return linkageRules.flatMap(({ name, keyOf }) => [...new Set(keyOf(normalised))].map((key) => ({ rule: name, key })))
}
