/** The messages of all languages, for the server and for tests. A browser loads one language only. */
import type { Language } from "../../../schemas/Languages.ts"
import { en } from "./en.ts"
import { ro } from "./ro.ts"
import { ru } from "./ru.ts"
import { uk } from "./uk.ts"
import type { Catalogue } from "./Words.ts"

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ru, uk, ro }
