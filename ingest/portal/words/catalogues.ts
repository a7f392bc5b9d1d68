import type { Language } from "../../../schemas/Languages.ts"
import { en } from "./en.ts"
import { ro } from "./ro.ts"
import { ru } from "./ru.ts"
import { uk } from "./uk.ts"
import type { Catalogue } from "./Words.ts"

/** The portal's messages in each language. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ru, uk, ro }
