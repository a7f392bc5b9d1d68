import { existsSync, readFileSync } from "node:fs"
import { type CaptureTable, captureTable } from "../../../src/hidden/CaptureTable.ts"
import { sharedData } from "../../oracles/sharedData.ts"

export const hasSharedCaptures = existsSync(sharedData("mse"))

/** A public table of linked lists, read without the product's reader. */
export const sharedCaptures = (name: string): CaptureTable => {
  const [header, ...rows] = readFileSync(sharedData(`mse/mse_${name}.csv`), "utf8")
    .trim()
    .split("\n")
  const lists = (header as string).split(",").slice(0, -1)
  return captureTable(
    lists,
    rows.map((row) => {
      const fields = row.split(",").map(Number)
      const history = lists.reduce((mask, _, j) => mask + (fields[j] as number) * 2 ** j, 0)
      return [history, fields.at(-1) as number] as const
    })
  )
}
