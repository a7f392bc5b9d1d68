import type { Message } from "@corridor/page/fillMessage"
import type { Language } from "../../../schemas/Languages.ts"
import { en, type RoundWord } from "./en.ts"
import { ro } from "./ro.ts"
import { ru } from "./ru.ts"
import { uk } from "./uk.ts"

export const catalogues: Readonly<Record<Language, Readonly<Record<RoundWord, Message>>>> = { en, ru, uk, ro }
