import { foldName } from "../catalogue/foldName.ts"

/** Returns whether two names are one person's: they differ at most in case, spacing and Unicode form. */
export const sameName = (a: string, b: string): boolean => foldName(a) === foldName(b)

/** Returns whether a text can be a person's name: it has at least one letter. */
export const isName = (name: string): boolean => /\p{L}/u.test(name)
