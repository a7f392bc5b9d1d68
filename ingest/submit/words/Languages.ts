/** The languages in which partners are told things. */
export const languages = ["en", "ru", "uk", "ro"] as const
export type Language = (typeof languages)[number]
