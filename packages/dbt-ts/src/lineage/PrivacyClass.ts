/** How much a value discloses about a person, least first. README.md has what each means and how it is derived. */
export const privacyClasses = [
  ...(["open", "aggregate", "dimension", "quasi", "sensitive", "precise", "pseudonym", "direct", "secret"] as const)
]
export type PrivacyClass = (typeof privacyClasses)[number]

/** Returns whether a value is the name of a privacy class. */
export const isPrivacyClass = (value: unknown): value is PrivacyClass =>
  (privacyClasses as ReadonlyArray<unknown>).includes(value)

const rank = (privacyClass: PrivacyClass) => privacyClasses.indexOf(privacyClass)

/** Returns each of the classes once, that which discloses most first. */
export const strongestFirst = (classes: Iterable<PrivacyClass>): ReadonlyArray<PrivacyClass> =>
  [...new Set(classes)].sort((a, b) => rank(b) - rank(a))
