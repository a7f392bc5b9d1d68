import { markdownTable } from "../../schemas/markdown.ts"
import { settingTable } from "./settingTable.ts"

/** Returns the table of settings as Markdown. */
export const settingsMarkdown = (): string =>
  markdownTable(
    ["setting", "meaning", "without it"],
    Object.values(settingTable).map(({ name, meaning, without, secret: hidden }) => [
      `\`${name}\``,
      `${meaning}${hidden ? " (secret)" : ""}`,
      without
    ])
  )
