/** Reads the tables of `analyse flows` and analyses them. */
import { analyseFlows, type FlowOptions } from "@corridor/flow-statistics/flowReport/analyseFlows"
import type { RegionLookup } from "@corridor/flow-statistics/flows/reach"
import { Effect } from "effect"
import { countryByAlpha3, regionCountry } from "../../../../schemas/Places.ts"
import { capitalDistance } from "../distances/capitalDistance.ts"
import { type FlowRequest, readFlows } from "./readFlows.ts"
import { readDistances, readPopulation } from "./readPlaceNumbers.ts"

export interface FlowFileRequest extends FlowRequest, Pick<FlowOptions, "level" | "method" | "seed"> {
  /** `capitals`, or a file with columns origin, destination, distance. */
  readonly distances?: string | undefined
  /** A file with columns place, population. */
  readonly population?: string | undefined
}

/** Returns the M49 regions of a country (ISO 3166-1 alpha-3) or first-level region (ISO 3166-2). */
const regions: RegionLookup = (place) => {
  const found = countryByAlpha3(place) ?? countryByAlpha3(regionCountry(place) ?? "")
  return found === undefined ? undefined : { country: found.code, subregion: found.subregion, region: found.region }
}

/** Returns the report, with what contradicts itself in the table. Fails with `TableRefused`. */
export const flowsFromFile = Effect.fn("flowsFromFile")(function* (request: FlowFileRequest) {
  const place = request.place ?? (() => undefined)
  const { table, problems } = yield* readFlows(request)
  const distance =
    request.distances === undefined
      ? undefined
      : request.distances === "capitals"
        ? capitalDistance
        : yield* readDistances(request.distances, place)
  const population = request.population === undefined ? undefined : yield* readPopulation(request.population, place)
  const { level, method, seed } = request
  const report = analyseFlows(table, {
    ...(level === undefined ? {} : { level }),
    ...(method === undefined ? {} : { method }),
    ...(seed === undefined ? {} : { seed }),
    distance,
    population,
    regions
  })
  return { ...report, problems }
})
