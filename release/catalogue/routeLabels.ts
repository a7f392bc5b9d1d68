/** Labels of routes: countries, or countries and first-level regions, in the order of travel. */
import { countryOfPlace } from "./placeLabels.ts"

const placesOf = (route: string): ReadonlyArray<string> => route.split(" > ")

/** Returns the route as countries; a move within a country is not a step. */
export const countryRoute = (route: string): string =>
  placesOf(route)
    .map(countryOfPlace)
    .filter((country, i, all) => country !== all[i - 1])
    .join(" > ")

/** Returns the labels of the beginnings of a route: the first place, the first two, and so on to the whole route. */
export const beginnings = (route: string): ReadonlyArray<string> => {
  const places = placesOf(route)
  return places.map((_, i) => `begins ${places.slice(0, i + 1).join(" > ")}`)
}

/** Returns the countries between the two ends, or with `firstLevel` the first-level regions. */
export const transits = (route: string, firstLevel: boolean): ReadonlyArray<string> => [
  ...new Set(
    placesOf(route)
      .slice(1, -1)
      .filter((place) => !firstLevel || place.includes("-"))
      .map((place) => `via ${place}`)
  )
]

/** Returns the label of the whole route with the first-level regions that are known. */
export const throughPlaces = (route: string): string => `places ${route}`
