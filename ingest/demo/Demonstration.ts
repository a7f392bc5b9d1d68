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

const makePerson = (partner: DemoPartner, index: number, random: () => number): ReadonlyArray<DemoRecord> => {
  const pick = <A>(choices: ReadonlyArray<A>): A => choices[Math.floor(random() * choices.length)] as A
  const chance = (p: number) => random() < p
  const weighted = (year: number) => {
    const weights = demoRoutes.map((t) => t.weight * t.trend ** (year - (demoYears[0] as number)))
    const sums = weights.map((_, i) => weights.slice(0, i + 1).reduce((a, b) => a + b))
    const drawn = random() * (sums.at(-1) as number)
    return demoRoutes[sums.findIndex((sum) => drawn < sum)] as RouteTemplate
  }

  // More is detected in summer. A route that ends in January started in the previous year.
  const arrival = () => ({
    year: pick(demoYears),
    month: chance(0.45) ? pick([5, 6, 7, 8, 9]) : 1 + Math.floor(random() * 12)
  })
  const { since = 0 } = partner
  let { year, month } = arrival()
  while (year * 12 + month - 1 < since) ({ year, month } = arrival())
  const { places } = weighted(year)
  const start = monthAfter(year, month, -(places.length - 1))
  const caseReference = `DEMO-${partner.id.slice("demo-".length)}-${String(index).padStart(5, "0")}`
  const citizenship = [places[0]?.country as string]
  const ends = places.length - 1
  const legs = places.map((place, i): Partial<Leg> => {
    const at = monthAfter(start.year, start.month, i)
    const moved = i === 0 ? {} : { transport: pick(["Bus", "Car", "Train", "Truck"] as const) }
    const crossed =
      i === 0 || place.country === places[i - 1]?.country ? {} : { borderCrossing: "OfficialCrossingPoint" as const }
    return { ...place, role: i === 0 ? "Origin" : i === ends ? "Destination" : "Transit", ...at, ...moved, ...crossed }
  })
  const route: Partial<RouteRecord> = {
    caseReference,
    researchUseConsent: true,
    citizenship,
    legs: legs as ReadonlyArray<Leg>
  }

  const age = chance(0.16) ? 13 + Math.floor(random() * 5) : 18 + Math.floor(random() ** 2 * 32)
  const labour = chance(0.55)
  const gender = chance(labour ? 0.35 : 0.92) ? "Feminine" : "Masculine"
  // Registered in the following month (in December itself), so that a person's records are of one year.
  const found = monthAfter(year, month, month === 12 ? 0 : 1)
  const last = places[ends]
  const victim: Partial<VictimRecord> = {
    caseReference,
    researchUseConsent: true,
    registeredOn: `${isoMonth(found)}-${two(1 + Math.floor(random() * 28))}`,
    dataSource: partner.id === "demo-women-crisis" ? "Hotline" : "CaseManagement",
    gender,
    age,
    citizenship,
    traffickingStatus: chance(0.7) ? "ActualVictimOfTrafficking" : "PossibleVictimOfTrafficking",
    acts: ["Recruitment", "Transportation"],
    means: [pick(["Deception", "AbuseOfVulnerability", "ThreatOrUseOfForce"] as const)],
    methodOfRecruitment: [pick(["AtWork", "ThroughFriendsOrSocialEvents", "ThroughANewspaperAdvert"] as const)],
    methodsOfControl: [pick(["DebtBondage", "WithholdsDocuments", "FalsePromises", "PhysicalThreats"] as const)],
    typeOfExploitation: [labour ? "ForcedLabour" : "SexualExploitation"],
    ...(labour
      ? {
          forcedLabourIndustry: [
            pick(["F_Construction", "A_AgricultureForestryAndFishing", "C_Manufacturing"] as const)
          ]
        }
      : {}),
    countryOfExploitation: last?.country as string,
    regionOfExploitation: last?.region ?? null,
    caseStatus: chance(0.6) ? "Closed" : "Active"
  }

  const requested = monthAfter(found.year, found.month, 0)
  const assistance = partner.assists
    .filter(() => chance(0.5))
    .map((type): Partial<AssistanceRecord> => {
      const begun = monthAfter(requested.year, requested.month, Math.floor(random() * 3))
      const done = monthAfter(begun.year, begun.month, 1 + Math.floor(random() * 9))
      return {
        caseReference,
        researchUseConsent: true,
        type: type as AssistanceRecord["type"],
        country: "RUS",
        region: pick(["RU-MOS", "RU-KR", "RU-AST", "RU-MOW"]),
        requestedOn: isoMonth(requested),
        startedOn: isoMonth(begun),
        ...(chance(0.8)
          ? { endedOn: isoMonth(done), outcome: pick(["Completed", "Completed", "Interrupted"] as const) }
          : { outcome: "Ongoing" })
      }
    })

  const reached =
    partner.prosecutes.length === 0 ? 0 : 1 + Math.floor(random() ** 1.5 * Math.min(partner.prosecutes.length, 4))
  const article = year >= 2004 ? pick(["RU-127-1", "RU-127-2", "RU-241"] as const) : "RU-241"
  const proceedings = partner.prosecutes.slice(0, reached).map(
    (stage, i): Partial<ProceedingRecord> => ({
      caseReference,
      country: "RUS",
      region: "RU-MOS",
      offenceArticle: article,
      stage: stage as ProceedingRecord["stage"],
      reachedOn: isoMonth(monthAfter(found.year, found.month, i * 4))
    })
  )

  return [
    { record: "route", ...route },
    { record: "victim", ...victim },
    ...assistance.map((record): DemoRecord => ({ record: "assistance", ...record })),
    ...proceedings.map((record): DemoRecord => ({ record: "proceeding", ...record }))
  ]
}

/** Returns the records of one partner, which are the same in every run. */
export function* demoRecords(partner: DemoPartner): Generator<DemoRecord> {
  const random = mulberry32(seedOf(partner.id))
  for (let index = 1; index <= partner.persons; index++) yield* makePerson(partner, index, random)
}
