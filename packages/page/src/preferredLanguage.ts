import { isLanguage, type Language } from "../../../schemas/Languages.ts"

/** The first language of a browser's Accept-Language that there is. */
export const preferredLanguage = (acceptLanguage: string | undefined): Language =>
  (acceptLanguage ?? "")
    .split(",")
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find(isLanguage) ?? "en"
