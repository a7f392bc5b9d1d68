/** Flags and output that commands on tables share with `protect` and `audit`. */
import { tableRefusedOutput } from "@corridor/disclosure/command/tableRefusedOutput"
import type { TableRefused } from "@corridor/disclosure/tables/TableRefused"
import { Effect } from "effect"
import { printResult } from "./CommandOutput.ts"

export { names, totalFlag } from "@corridor/disclosure/command/disclosureFlags"

/** Prints why a table was refused and sets exit code 1. */
export const printTableRefused = (json: boolean) => (refused: TableRefused) =>
  Effect.as(printResult(json, tableRefusedOutput(refused)), undefined)
