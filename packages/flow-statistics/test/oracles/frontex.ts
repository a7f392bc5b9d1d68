import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { sharedData } from "./sharedData.ts"

/** Frontex's monthly detections in the central Mediterranean: the file next to the project. */
export const frontexFile = fileURLToPath(sharedData("frontex_central_med_monthly.csv"))

export const hasFrontex = existsSync(frontexFile)

/** Its 196 values. */
export const frontexValues = (): Float64Array =>
  Float64Array.from(
    readFileSync(frontexFile, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => Number(line.split(",")[1]))
  )
