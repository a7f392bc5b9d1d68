import { codeLabels } from "../../schemas/CodeLabels.ts"
import type { EditionDescription } from "./EditionDescription.ts"

const names = new Map(codeLabels("countries", "en"))

/** Returns the English names of the countries that an edition names. */
export const placesOf = ({ countries }: Pick<EditionDescription, "countries">): ReadonlyArray<string> =>
  countries.map((code) => names.get(code) ?? code)
