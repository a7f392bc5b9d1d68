/** `victims` and its sisters, `risk_groups`, `sdg_16_2_2` by plain loops over the records. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { countsOf, current, groupedBy, inventedOf, personsOf, type Row } from "./CurrentRecords.ts"
import type { PersonWorld, Victim } from "./PersonWorld.ts"

const minorBand = (band: string | null) => band === "0--8" || band === "9--17"

const majorityOf = ({ ageBand, majorityStatus }: Victim): string | null =>
  ageBand === null ? majorityStatus : minorBand(ageBand) ? "Minor" : "Adult"

const isWoman = ({ gender }: Victim) => gender === "Feminine" || gender === "TransgenderFeminine"
const isYoungBand = (band: string | null) => band === "18--20" || band === "21--23" || band === "24--26"

/** Yes, no, or not known. */
type Answer = boolean | undefined

const isYoungWoman = (v: Victim): Answer => {
  if (v.ageBand !== null) {
    if (!isYoungBand(v.ageBand)) return false
  } else if (majorityOf(v) === "Minor") return false
  const knownGender = v.gender !== null && v.gender !== "NonSpecifiedUnknown"
  if (knownGender && !isWoman(v)) return false
  return knownGender && v.ageBand !== null ? true : undefined
}

const isMinor = (v: Victim): Answer => {
  if (minorBand(v.ageBandWhenTrafficked) || majorityOf(v) === "Minor") return true
  return majorityOf(v) === "Adult" ? false : undefined
}

const isLabourMigrant = (v: Victim): Answer => {
  const works = v.exploitation.includes("ForcedLabour") || v.industries.length > 0
  if (!works && v.exploitation.length > 0) return false
  if (v.country !== null && v.citizenship.includes(v.country)) return false
  return works && v.country !== null && v.citizenship.length > 0 ? true : undefined
}

const groupsOf = (v: Victim): ReadonlyArray<string> => {
  const answers: ReadonlyArray<readonly [string, Answer]> = [
    ["YoungWomen", isYoungWoman(v)],
    ["Minors", isMinor(v)],
    ["LabourMigrants", isLabourMigrant(v)]
  ]
  const high = answers.filter(([name, answer]) => answer === true || v.statedGroups.includes(name))
  if (high.length > 0) return high.map(([name]) => name)
  return v.statedGroups.includes("Other") || answers.every(([, answer]) => answer === false) ? ["Other"] : []
}

const one = (value: string | null) => (value === null ? [] : [value])

interface Question {
  readonly list?: string
  readonly of: (victim: Victim) => ReadonlyArray<string>
}

const questions: Readonly<Record<string, Question>> = {
  gender: { list: "gender", of: (v) => one(v.gender) },
  age_band: { list: "age-band", of: (v) => one(v.ageBand) },
  majority: { list: "majority-status", of: (v) => one(majorityOf(v)) },
  citizenship: { of: (v) => v.citizenship },
  country_of_exploitation: { of: (v) => one(v.country) },
  exploitation_type: { list: "exploitation-type", of: (v) => v.exploitation },
  labour_industry: { list: "labour-industry", of: (v) => v.industries },
  sex_exploitation_type: { list: "sex-exploitation-type", of: (v) => v.sexTypes },
  control_method: { list: "control-method", of: (v) => v.control },
  recruitment_method: { list: "recruitment-method", of: (v) => v.recruitment },
  relationship_to_trafficker: { list: "relationship-to-trafficker", of: (v) => one(v.relationship) },
  risk_group: { list: "risk-group", of: groupsOf }
}

const unknown = "NonSpecifiedUnknown"

const victimsOf = (world: PersonWorld) =>
  current(world, "victim").filter(({ status }) => status !== "NotAVictimOfTrafficking")

/** Rows of one question, by cells of the caller. */
const answers = (world: PersonWorld, dimension: string, cellsOf: (victim: Victim) => ReadonlyArray<Row>) => {
  const all = victimsOf(world)
  const { list, of } = questions[dimension] as Question
  const given = (victim: Victim) => [...new Set(of(victim))]
  const known = (victim: Victim) => given(victim).filter((value) => value !== unknown)
  const collects = new Set(all.filter((v) => given(v).length > 0).map(({ partner }) => partner))
  return groupedBy(all, cellsOf).flatMap(({ key, records }) => {
    const answered = records.filter((v) => known(v).length > 0)
    const row = (value: string | null, state: string, those: ReadonlyArray<Victim>): Row => ({
      ...key,
      dimension,
      value,
      state,
      ...countsOf(world, those),
      victims_with_several: personsOf(those.filter((v) => given(v).length > 1)),
      victims_answered: personsOf(answered),
      records_answered: answered.length,
      victims_asked: personsOf(records),
      records_asked: records.length
    })
    const codes = list === undefined ? [] : readCodeList(list).map((each) => each["code"] as string)
    const values = new Set([...answered.flatMap(known), ...(answered.length > 0 ? codes : [])])
    values.delete(unknown)
    const silent = records.filter((v) => given(v).length === 0)
    const without = [
      row(
        unknown,
        "unknown",
        records.filter((v) => given(v).includes(unknown))
      ),
      row(
        null,
        "not_reported",
        silent.filter(({ partner }) => collects.has(partner))
      ),
      row(
        null,
        "not_collected",
        silent.filter(({ partner }) => !collects.has(partner))
      )
    ]
    const counted = [...values].map((value) => {
      const those = records.filter((v) => given(v).includes(value))
      return row(value, those.length > 0 ? "counted" : "zero", those)
    })
    return [...counted, ...without.filter((each) => (each["records"] as number) > 0)]
  })
}

const everyQuestion = (cellOf: (victim: Victim) => Row) => (world: PersonWorld) =>
  Object.keys(questions).flatMap((dimension) => answers(world, dimension, (v) => [cellOf(v)]))

export const victims = everyQuestion(({ country, registered }) => ({ country, ...registered }))
export const victimsByCountry = everyQuestion(({ country, registered: { year } }) => ({ country, year }))
export const victimsByYear = everyQuestion(({ registered: { year } }) => ({ year }))

export const collectedQuestions = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(victimsOf(world), ({ partner }) =>
    Object.keys(questions).map((dimension) => ({ partner_id: partner, dimension }))
  ).map(({ key, records }) => {
    const { of } = questions[key["dimension"] as string] as Question
    const answered = records.filter((victim) => of(victim).length > 0).length
    return {
      ...key,
      records_asked: records.length,
      records_answered: answered,
      is_collected: answered > 0 ? 1 : 0,
      invented: inventedOf(world, records)
    }
  })

const orNone = <A>(values: ReadonlyArray<A>): ReadonlyArray<A | null> => (values.length === 0 ? [null] : values)

export const riskGroups = (world: PersonWorld): ReadonlyArray<Row> =>
  answers(world, "risk_group", ({ citizenship, country, registered: { year } }) =>
    orNone(citizenship).map((citizen) => ({ citizenship: citizen, country, year }))
  )

export const victimsCross = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(victimsOf(world), (v) =>
    orNone(v.citizenship).flatMap((citizenship) =>
      orNone(v.exploitation).map((exploitation_type) => ({
        gender: v.gender,
        age_band: v.ageBand,
        citizenship,
        exploitation_type,
        country: v.country,
        year: v.registered.year
      }))
    )
  ).map(({ key, records }) => ({ ...key, ...countsOf(world, records) }))

export interface Population {
  readonly country: string
  readonly year: number
  readonly sex: string
  readonly age_group: string
  readonly population: number
  readonly source: string
}

const sexes: Readonly<Record<string, string>> = { Feminine: "Female", Masculine: "Male", [unknown]: "NotKnown" }
const ages: Readonly<Record<string, string>> = { Minor: "Under18", Adult: "18AndOver" }
const forms: Readonly<Record<string, string>> = {
  ForcedLabour: "ForcedLabourServitudeSlavery",
  SexualExploitation: "SexualExploitation",
  OrganRemoval: "OrganRemoval"
}

export const sdg1622 =
  (populations: ReadonlyArray<Population>) =>
  (world: PersonWorld): ReadonlyArray<Row> =>
    groupedBy(victimsOf(world), (v) => {
      const sex = v.gender === null ? "NotKnown" : (sexes[v.gender] ?? "Other")
      const age = ages[majorityOf(v) ?? ""] ?? "NotKnown"
      const own =
        v.exploitation.length === 0 ? ["NotKnown"] : v.exploitation.map((type) => forms[type] ?? "OtherPurposes")
      const keys: Array<Row> = []
      for (const s of ["Total", sex])
        for (const age_group of ["Total", age])
          for (const form of ["Total", ...own])
            keys.push({ country: v.country, year: v.registered.year, sex: s, age_group, form })
      return keys
    }).map(({ key, records }) => {
      const counts = countsOf(world, records)
      const residents = populations.find(
        ({ country, year, sex, age_group }) =>
          country === key["country"] && year === key["year"] && sex === key["sex"] && age_group === key["age_group"]
      )
      return {
        ...key,
        ...counts,
        population: residents?.population ?? null,
        per_100000: residents ? ((counts["victims"] as number) * 100_000) / residents.population : null,
        population_source: residents?.source ?? null
      }
    })

/** Victims of each partner, each in one class of each question. */
export const partnerVictims = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(victimsOf(world), (v) => {
    const own = [...new Set(v.exploitation.map((type) => forms[type] ?? "OtherPurposes"))]
    const groups = groupsOf(v).toSorted()
    return [
      {
        partner_id: v.partner,
        country: v.country ?? "NotKnown",
        year: v.registered.year,
        sex: v.gender === null ? "NotKnown" : (sexes[v.gender] ?? "Other"),
        age_group: ages[majorityOf(v) ?? ""] ?? "NotKnown",
        form: own.length === 0 ? "NotKnown" : own.length > 1 ? "Several" : own[0],
        risk_group: groups.length === 0 ? "NotKnown" : groups.join(" and ")
      }
    ]
  }).map(({ key, records }) => ({ ...key, victims: personsOf(records), invented: inventedOf(world, records) }))

/** Victims of each partner, each of one citizenship. */
export const partnerCitizenships = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(victimsOf(world), (v) => {
    const [first, ...others] = new Set(v.citizenship)
    const isNational = v.country !== null && v.citizenship.includes(v.country)
    const nationality = isNational ? "National" : "Foreign"
    return [
      {
        partner_id: v.partner,
        country: v.country ?? "NotKnown",
        year: v.registered.year,
        citizenship: first === undefined ? "NotKnown" : isNational ? v.country : others.length > 0 ? "Several" : first,
        nationality: first === undefined || v.country === null ? "NotKnown" : nationality
      }
    ]
  }).map(({ key, records }) => ({ ...key, victims: personsOf(records), invented: inventedOf(world, records) }))
