/** The finest counts of the demonstration's records, as the marts count them; without risk groups, which the records do not state. */
import { demoPartners, demoRecords } from "../../../ingest/demo/Demonstration.ts"
import type { Leaves } from "../../../release/catalogue/LeafRow.ts"
import { leafCounter, type Values } from "../../releases/leafCounter.ts"

/** A leg of a route, or any other record, as a partner reports it. */
interface Fields {
  readonly country: string
  readonly region: string | null
  readonly year: number
  readonly month: number
}

const monthOf = ({ year, month }: Fields) => `${year}-${`${month}`.padStart(2, "0")}`

/** Drops a place that is the same as the one before it. */
const steps = (places: ReadonlyArray<string>) => places.filter((place, i) => place !== places[i - 1])

export const demonstrationLeaves = (): ReadonlyMap<string, Leaves> => {
  const { count, leaves } = leafCounter()
  for (const reporting of demoPartners) {
    const partner = reporting.id
    const panel = reporting.since === undefined ? "Constant" : "Other"
    // A person counts once per kind of assistance, article, stage, country, year and partner.
    const seen = new Set<string>()
    const isNew = (key: string) => !seen.has(key) && seen.add(key) !== undefined
    for (const record of demoRecords(reporting)) {
      const fields = record as unknown as Values
      // In the first month of each year.
      const covered = (month: string) => {
        const year = month.slice(0, 4)
        if (!isNew(`${record.record} ${fields["caseReference"]} ${year}`)) return
        count("coverage", "", partner, { record_kind: record.record, year, panel })
        count("coverage", "months", partner, { record_kind: record.record, year: month, panel })
      }
      if (record.record === "route") {
        const legs = record["legs"] as ReadonlyArray<Fields>
        const last = legs.at(-1) as Fields
        const countries = legs.map(({ country }) => country)
        const places = legs.map(({ country, region }) => region ?? country)
        const year = `${last.year}`
        const [origin, destination] = [countries[0] as string, last.country]
        count("routes", "", partner, { origin, destination, corridor: steps(countries).join(" > "), year, panel })
        count("routes", "months", partner, { origin, destination, year: monthOf(last), panel })
        count("routes", "places", partner, {
          origin: places[0] as string,
          destination: places.at(-1) as string,
          corridor: steps(places).join(" > "),
          year,
          panel
        })
        covered(monthOf(last))
      } else if (record.record === "victim") {
        const month = (fields["registeredOn"] as string).slice(0, 7)
        count("victims", "", partner, {
          country: fields["countryOfExploitation"] as string,
          year: month.slice(0, 4),
          sex: fields["gender"] === "Feminine" ? "Female" : "Male",
          age_group: Number(fields["age"]) < 18 ? "Under18" : "18AndOver",
          form: (record["typeOfExploitation"] as ReadonlyArray<string>)[0] as string,
          panel
        })
        covered(month)
      } else if (record.record === "assistance") {
        const year = (fields["startedOn"] as string).slice(0, 4)
        if (isNew(`${fields["caseReference"]} ${fields["type"]} ${year}`))
          count("assistance", "", partner, { assistance_type: fields["type"] as string, country: "RUS", year, panel })
        covered(fields["startedOn"] as string)
      } else {
        const year = (fields["reachedOn"] as string).slice(0, 4)
        const { offenceArticle, stage } = fields as { offenceArticle: string; stage: string }
        count("proceedings", "", partner, { offence_article: offenceArticle, country: "RUS", stage, year, panel })
        covered(fields["reachedOn"] as string)
      }
    }
  }
  return leaves()
}
