/**
 * Invented records for the demonstration: twelve partners of different types, six years, the pilot regions and the flows that the programme
 * describes. One partner reports from May 2005 on, which changes the level and the coverage. No figure was ever observed; everything
 * derived from these records is marked as invented.
 */
import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import type {
  AssistanceRecord,
  Leg,
  ProceedingRecord,
  RouteRecord,
  VictimRecord
} from "../../schemas/generated/types.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"
import { mulberry32 } from "./mulberry32.ts"

/** A partner of the demonstration. Its name states that it is invented. */
export interface DemoPartner {
  readonly id: string
  readonly type: string
  readonly name: string
  /** The kinds of assistance that it provides. */
  readonly assists: ReadonlyArray<string>
  /** The stages of proceedings that it reports, in order. */
  readonly prosecutes: ReadonlyArray<string>
  readonly persons: number
  /** The first month of arrival that it reports, in months from the year 0; undefined for all. */
  readonly since: number | undefined
}

interface RouteTemplate {
  readonly places: ReadonlyArray<{ readonly country: string; readonly region: string | null }>
  readonly weight: number
  /** Growth factor of the weight per year. */
  readonly trend: number
}

/** A record as in a partner's file. Missing fields are unknown. */
type DemoRecord = { readonly record: RecordKind } & Readonly<Record<string, unknown>>

const rows = (file: string) =>
  parse(readFileSync(new URL(file, import.meta.url)), { columns: true }) as ReadonlyArray<Record<string, string>>

/** Converts a month such as 2005-05 to months from the year 0. */
const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1

const list = (cell: string | undefined) => (cell === undefined || cell === "" ? [] : cell.split("|"))

export const demoPartners: ReadonlyArray<DemoPartner> = rows("./partners.csv").map((row) => ({
  id: row["id"] as string,
  type: row["type"] as string,
  name: row["name"] as string,
  assists: list(row["assists"]),
  prosecutes: list(row["prosecutes"]),
  persons: Number(row["persons"]),
  since: row["since"] === "" ? undefined : monthOf(row["since"] as string)
}))

/** The routes that persons are drawn for. */
export const demoRoutes: ReadonlyArray<RouteTemplate> = rows("./routes.csv").map((row) => ({
  places: (row["places"] as string).split(" > ").map((place) => {
    const [country, region] = place.split(":")
    return { country: country as string, region: region ?? null }
  }),
  weight: Number(row["weight"]),
  trend: Number(row["trend"])
}))

const demoYears: ReadonlyArray<number> = [2003, 2004, 2005, 2006, 2007, 2008]

const seedOf = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)

const two = (n: number) => String(n).padStart(2, "0")

/** Returns the month that is `later` months after a year and month. */
const monthAfter = (year: number, month: number, later: number) => {
  const index = year * 12 + (month - 1) + later
  return { year: Math.floor(index / 12), month: (index % 12) + 1 }
}

const isoMonth = ({ year, month }: { year: number; month: number }) => `${year}-${two(month)}`

type Month = ReturnType<typeof monthAfter>

/** Draws from the random numbers of a partner. The order of the draws decides the records. */
class Draws {
  readonly random: () => number
  constructor(random: () => number) {
    this.random = random
  }

  pick<A>(choices: ReadonlyArray<A>): A {
    return choices[Math.floor(this.random() * choices.length)] as A
  }

  chance(p: number): boolean {
    return this.random() < p
  }

  /** More is detected in summer. */
  arrival(): Month {
    return {
      year: this.pick(demoYears),
      month: this.chance(0.45) ? this.pick([5, 6, 7, 8, 9]) : 1 + Math.floor(this.random() * 12)
    }
  }

  route(year: number): RouteTemplate {
    const weights = demoRoutes.map((t) => t.weight * t.trend ** (year - (demoYears[0] as number)))
    const sums = weights.map((_, i) => weights.slice(0, i + 1).reduce((a, b) => a + b))
    const drawn = this.random() * (sums.at(-1) as number)
    return demoRoutes[sums.findIndex((sum) => drawn < sum)] as RouteTemplate
  }
}

/** What the records of a person have in common. A route that ends in January started in the previous year. */
interface DemoPerson {
  readonly partner: DemoPartner
  readonly draws: Draws
  readonly caseReference: string
  readonly places: RouteTemplate["places"]
  readonly arrival: Month
  /** Registration is in the following month (in December itself), so that a person's records are of one year. */
  readonly found: Month
}

const routeOf = ({ draws, caseReference, places, arrival }: DemoPerson): Partial<RouteRecord> => {
  const ends = places.length - 1
  const legs = places.map((place, i): Partial<Leg> => {
    const at = monthAfter(arrival.year, arrival.month, i - ends)
    const moved = i === 0 ? {} : { transport: draws.pick(["Bus", "Car", "Train", "Truck"] as const) }
    const crossed =
      i === 0 || place.country === places[i - 1]?.country ? {} : { borderCrossing: "OfficialCrossingPoint" as const }
    return { ...place, role: i === 0 ? "Origin" : i === ends ? "Destination" : "Transit", ...at, ...moved, ...crossed }
  })
  return {
    caseReference,
    researchUseConsent: true,
    citizenship: [places[0]?.country as string],
    legs: legs as ReadonlyArray<Leg>
  }
}

const victimOf = ({ partner, draws, caseReference, places, found }: DemoPerson): Partial<VictimRecord> => {
  const age = draws.chance(0.16) ? 13 + Math.floor(draws.random() * 5) : 18 + Math.floor(draws.random() ** 2 * 32)
  const labour = draws.chance(0.55)
  const gender = draws.chance(labour ? 0.35 : 0.92) ? "Feminine" : "Masculine"
  const last = places.at(-1)
  return {
    caseReference,
    researchUseConsent: true,
    registeredOn: `${isoMonth(found)}-${two(1 + Math.floor(draws.random() * 28))}`,
    dataSource: partner.id === "demo-women-crisis" ? "Hotline" : "CaseManagement",
    gender,
    age,
    citizenship: [places[0]?.country as string],
    traffickingStatus: draws.chance(0.7) ? "ActualVictimOfTrafficking" : "PossibleVictimOfTrafficking",
    acts: ["Recruitment", "Transportation"],
    means: [draws.pick(["Deception", "AbuseOfVulnerability", "ThreatOrUseOfForce"] as const)],
    methodOfRecruitment: [draws.pick(["AtWork", "ThroughFriendsOrSocialEvents", "ThroughANewspaperAdvert"] as const)],
    methodsOfControl: [draws.pick(["DebtBondage", "WithholdsDocuments", "FalsePromises", "PhysicalThreats"] as const)],
    typeOfExploitation: [labour ? "ForcedLabour" : "SexualExploitation"],
    ...(labour
      ? {
          forcedLabourIndustry: [
            draws.pick(["F_Construction", "A_AgricultureForestryAndFishing", "C_Manufacturing"] as const)
          ]
        }
      : {}),
    countryOfExploitation: last?.country as string,
    regionOfExploitation: last?.region ?? null,
    caseStatus: draws.chance(0.6) ? "Closed" : "Active"
  }
}

const assistanceOf = ({ partner, draws, caseReference, found }: DemoPerson): ReadonlyArray<Partial<AssistanceRecord>> =>
  partner.assists
    .filter(() => draws.chance(0.5))
    .map((type) => {
      const begun = monthAfter(found.year, found.month, Math.floor(draws.random() * 3))
      const done = monthAfter(begun.year, begun.month, 1 + Math.floor(draws.random() * 9))
      return {
        caseReference,
        researchUseConsent: true,
        type: type as AssistanceRecord["type"],
        country: "RUS",
        region: draws.pick(["RU-MOS", "RU-KR", "RU-AST", "RU-MOW"]),
        requestedOn: isoMonth(found),
        startedOn: isoMonth(begun),
        ...(draws.chance(0.8)
          ? { endedOn: isoMonth(done), outcome: draws.pick(["Completed", "Completed", "Interrupted"] as const) }
          : { outcome: "Ongoing" })
      }
    })

const proceedingsOf = ({
  partner: { prosecutes },
  draws,
  caseReference,
  arrival,
  found
}: DemoPerson): ReadonlyArray<Partial<ProceedingRecord>> => {
  const reached = prosecutes.length === 0 ? 0 : 1 + Math.floor(draws.random() ** 1.5 * Math.min(prosecutes.length, 4))
  const article = arrival.year >= 2004 ? draws.pick(["RU-127-1", "RU-127-2", "RU-241"] as const) : "RU-241"
  return prosecutes.slice(0, reached).map((stage, i) => ({
    caseReference,
    country: "RUS",
    region: "RU-MOS",
    offenceArticle: article,
    stage: stage as ProceedingRecord["stage"],
    reachedOn: isoMonth(monthAfter(found.year, found.month, i * 4))
  }))
}

const makePerson = (partner: DemoPartner, index: number, draws: Draws): ReadonlyArray<DemoRecord> => {
  const { since = 0 } = partner
  let arrival = draws.arrival()
  while (arrival.year * 12 + arrival.month - 1 < since) arrival = draws.arrival()
  const person: DemoPerson = {
    partner,
    draws,
    caseReference: `DEMO-${String(index).padStart(5, "0")}`,
    places: draws.route(arrival.year).places,
    arrival,
    found: monthAfter(arrival.year, arrival.month, arrival.month === 12 ? 0 : 1)
  }
  return [
    { record: "route", ...routeOf(person) },
    { record: "victim", ...victimOf(person) },
    ...assistanceOf(person).map((record): DemoRecord => ({ record: "assistance", ...record })),
    ...proceedingsOf(person).map((record): DemoRecord => ({ record: "proceeding", ...record }))
  ]
}

/** Returns the records of one partner, which are the same in every run. */
export function* demoRecords(partner: DemoPartner): Generator<DemoRecord> {
  const draws = new Draws(mulberry32(seedOf(partner.id)))
  for (let index = 1; index <= partner.persons; index++) yield* makePerson(partner, index, draws)
}
