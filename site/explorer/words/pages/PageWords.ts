import type { Catalogue, Translate } from "@corridor/page/translator"
import type { Language } from "../../../../schemas/Languages.ts"
import { en, type PageWordKey } from "./en.ts"
import { ro } from "./ro.ts"
import { ru } from "./ru.ts"
import { uk } from "./uk.ts"

export type PageTranslate = Translate<PageWordKey>

/** The messages of the pages that the server writes. They are not sent to the browser. */
export const pageWords: Readonly<Record<Language, Catalogue<PageWordKey>>> = { en, ru, uk, ro }
