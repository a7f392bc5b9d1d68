import type { CommandHost } from "@corridor/disclosure/command/CommandHost"
import { cellKey } from "../settings/Settings.ts"
import { settingTable } from "../settings/settingTable.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags } from "./CommonFlags.ts"
import { exitImmediately } from "./exitImmediately.ts"

/** What Corridor provides to `protect` and `audit`. */
export const disclosureHost: CommandHost = {
  name: "corridor",
  flags: commonFlags,
  key: cellKey,
  keySetting: settingTable.cellKey.name,
  print: printResult,
  start: exitImmediately
}
