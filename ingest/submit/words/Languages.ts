/** The languages in which partners are told things. */
export { isLanguage, type Language, languages } from "../../../schemas/Languages.ts"
