/** Persons that several partners know, counted without anybody seeing who they are. */
export { type LinkageKey, linkageKeys } from "./keys/linkageKeys.ts"
export type { NormalisedPerson, Person } from "./keys/Person.ts"
export { type LinkageRule, linkageRules } from "./keys/rules.ts"
export { groupReady } from "./oprf/Group.ts"
