/** Names of labels in English, from the code lists. The build puts them into the page. */
import { nameFile } from "../../site/explorer/server/nameFile.ts"
import { toNames } from "../../site/explorer/words/Names.ts"

const names = toNames(nameFile("en"), "All")

/** Returns the name of a label of a dimension, such as "Ukraine" for `UKR`. */
export const nameOf = (dimension: string, label: string | number): string => names.label(dimension, String(label))
