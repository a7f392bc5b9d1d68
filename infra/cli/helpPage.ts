import { readFileSync } from "node:fs"
import { join } from "node:path"

/** The page with the help of every command, which `generateHelp.ts` writes. */
export const helpPage = join(import.meta.dirname, "COMMANDS.md")

/** Returns the page of all commands (`COMMANDS.md`). */
export const readHelpPage = (): string => readFileSync(helpPage, "utf8")
