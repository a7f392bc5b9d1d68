import { en } from "./en.ts"
import type { Catalogue } from "./Words.ts"

export const ro: Catalogue = { ...en }
