/** Where the routes of each case began and ended, in files with one record for each route. */
import { canonicalCaseNumber } from "../../keys/CaseNumber.ts"
import type { Values } from "./GatherCells.ts"

interface Leg {
  readonly country?: unknown
  readonly role?: unknown
}

export class RouteEnds {
  private readonly met = new Set<string>()

  /** Adds a route. Returns whether it begins where another route of the case ended, or ends where that one began: then both are probably parts of one route. */
  goesOn(record: Values): boolean {
    const legs = (record["legs"] as ReadonlyArray<Leg> | undefined) ?? []
    const number = canonicalCaseNumber(String(record["caseReference"] ?? ""))
    const [from, to] = [legs[0], legs.at(-1)]
    if (number === "" || from?.role !== "Origin" || to?.role !== "Destination" || from.country === to.country)
      return false
    const end = (which: "from" | "to", country: unknown) => `${number}\0${which}\0${String(country)}`
    if (this.met.has(end("to", from.country)) || this.met.has(end("from", to.country))) return true
    this.met.add(end("from", from.country)).add(end("to", to.country))
    return false
  }
}
