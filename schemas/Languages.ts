/** The languages of messages. */
export const languages = ["en", "ru", "uk", "ro"] as const
export type Language = (typeof languages)[number]

/** The languages in which partners' headings and answers are read, the last six in part; messages exist only in the first four. */
const readLanguages = [...languages, "fr", "es", "pt", "sr", "th", "it"] as const
type ReadLanguage = (typeof readLanguages)[number]

/** Returns the words of a code list's row in every language that is read, separated by `|` in a cell. */
export const wordsInRow = (
  row: Readonly<Partial<Record<ReadLanguage | (string & {}), string>>>
): ReadonlyArray<string> =>
  readLanguages.flatMap((language) => (row[language] ?? "").split("|")).filter((word) => word !== "")

/** Returns whether a word is the code of a language that messages exist in. */
export const isLanguage = (word: string | null | undefined): word is Language => languages.includes(word as Language)

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  ru: "Русский",
  uk: "Українська",
  ro: "Română"
}
