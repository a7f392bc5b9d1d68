/** The languages of messages to partners. */
export { isLanguage, type Language, languageNames, languages } from "../../../schemas/Languages.ts"
