/** Headings in Albanian, Arabic, Bulgarian, Polish and Turkish, the most common ones in Dutch, Georgian and Kazakh, and further ones in four languages: names of fields, and the words of columns of routes (`further-headings.csv`). */
import { readCodeList } from "../../../schemas/CodeLists.ts"

/** Returns the words in those languages, each with the field or the word of a route that it means. */
export const furtherWords = (
  of: "field" | "route"
): ReadonlyArray<{ readonly word: string; readonly meaning: string }> =>
  readCodeList("further-headings")
    .filter((row) => row["of"] === of)
    .flatMap((row) => (row["words"] ?? "").split("|").map((word) => ({ word, meaning: row["meaning"] ?? "" })))
