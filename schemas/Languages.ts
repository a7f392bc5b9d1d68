/** The languages of messages. */
export const languages = ["en", "ru", "uk", "ro"] as const
export type Language = (typeof languages)[number]

export const isLanguage = (word: string | null | undefined): word is Language => languages.includes(word as Language)

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  ru: "Русский",
  uk: "Українська",
  ro: "Română"
}
