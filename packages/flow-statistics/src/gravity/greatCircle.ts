/** Mean radius of the earth in kilometres (IUGG). */
const radius = 6371.0088

const radians = (degrees: number) => (degrees * Math.PI) / 180

/**
 * Returns the distance in kilometres on a great circle between two points, each `[latitude, longitude]` in degrees (haversine formula).
 *
 * @example
 * ```ts
 * import { greatCircle } from "@corridor/flow-statistics"
 *
 * const kyivToWarsaw = greatCircle([50.45, 30.52], [52.23, 21.01]) // about 690
 * ```
 */
export const greatCircle = (a: readonly [number, number], b: readonly [number, number]): number => {
  const [north, east] = [radians(b[0] - a[0]) / 2, radians(b[1] - a[1]) / 2]
  const h = Math.sin(north) ** 2 + Math.cos(radians(a[0])) * Math.cos(radians(b[0])) * Math.sin(east) ** 2
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)))
}
