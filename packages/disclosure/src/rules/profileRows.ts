import { readFileSync } from "node:fs"

/** The text of `profiles.csv`. A bundle for browsers has the text in place of this module. */
export const profileRows = readFileSync(new URL("./profiles.csv", import.meta.url), "utf8")
