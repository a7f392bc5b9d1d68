import { en } from "./en.ts"
import type { Catalogue } from "./Words.ts"

export const uk: Catalogue = { ...en }
