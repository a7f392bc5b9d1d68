/** Returns a name in one spelling: NFKC, lower case, single spaces. Names that differ only in these are the same name. */
export const foldName = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()
