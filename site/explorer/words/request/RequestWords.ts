import type { Catalogue, Translate } from "@corridor/page/translator"
import type { Language } from "../../../../schemas/Languages.ts"
import { en, type RequestWordKey } from "./en.ts"
import { ro } from "./ro.ts"
import { ru } from "./ru.ts"
import { uk } from "./uk.ts"

export type RequestTranslate = Translate<RequestWordKey>

/** The messages of the pages with which statistics are requested. */
export const requestWords: Readonly<Record<Language, Catalogue<RequestWordKey>>> = { en, ru, uk, ro }
