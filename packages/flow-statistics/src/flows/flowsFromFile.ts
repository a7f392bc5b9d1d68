/** What `analyse flows` does: reads the tables, analyses. */
import { Effect } from "effect"
import { capitalDistance } from "../gravity/capitalDistance.ts"
import { analyseFlows, type FlowOptions } from "./analyseFlows.ts"
import { type FlowRequest, readFlows } from "./readFlows.ts"
import { readDistances, readPopulation } from "./readPlaceNumbers.ts"

export interface FlowFileRequest extends FlowRequest, Pick<FlowOptions, "level" | "method" | "seed"> {
  /** `capitals`, or a file with columns origin, destination, distance. */
  readonly distances?: string | undefined
  /** A file with columns place, population. */
  readonly population?: string | undefined
}

/** Fails with `TableRefused`. */
export const flowsFromFile = Effect.fn("flowsFromFile")(function* (request: FlowFileRequest) {
  const place = request.place ?? (() => undefined)
  const reading = yield* readFlows(request)
  const distance =
    request.distances === undefined
      ? undefined
      : request.distances === "capitals"
        ? capitalDistance
        : yield* readDistances(request.distances, place)
  const population = request.population === undefined ? undefined : yield* readPopulation(request.population, place)
  const { level, method, seed } = request
  return analyseFlows(reading, {
    ...(level === undefined ? {} : { level }),
    ...(method === undefined ? {} : { method }),
    ...(seed === undefined ? {} : { seed }),
    distance,
    population
  })
})
