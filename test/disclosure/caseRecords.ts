/**
 * Records of 14,299 invented persons in nine columns, as sparse as records of cases are: corridor and year after UNODC's table of
 * corridors, the rest from fixed shares that hang together, with gaps. For comparisons of private methods only.
 */
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import { corridors } from "../bench/disclosure/glotipCube.ts"

export const columns = ["year", "origin", "destination", "gender", "age", "form", "means", "recruiter", "help"] as const

type Shares = Readonly<Record<string, number>>

/** '' stands for what is not known. */
const forms: Readonly<Record<string, Shares>> = {
  female: { sexual: 0.66, labour: 0.2, domestic: 0.08, marriage: 0.03, other: 0.03 },
  male: { sexual: 0.1, labour: 0.72, begging: 0.08, crime: 0.06, other: 0.04 }
}
const ages: Readonly<Record<string, Shares>> = {
  sexual: { "0-8": 0.02, "9-17": 0.25, "18-20": 0.18, "21-29": 0.3, "30-38": 0.12, "39-47": 0.03, "": 0.1 },
  labour: { "0-8": 0.02, "9-17": 0.12, "18-20": 0.1, "21-29": 0.3, "30-38": 0.22, "39-47": 0.1, "48+": 0.06, "": 0.08 }
}
const others: Shares = { "0-8": 0.15, "9-17": 0.45, "18-20": 0.1, "21-29": 0.15, "30-38": 0.1, "": 0.05 }
const means: Shares = {
  debt: 0.12,
  threats: 0.12,
  deception: 0.14,
  violence: 0.09,
  documents: 0.05,
  drugs: 0.03,
  "": 0.45
}
const recruiters: Shares = { family: 0.12, friend: 0.1, partner: 0.08, agency: 0.1, stranger: 0.1, "": 0.5 }
const helps: Shares = { shelter: 0.25, return: 0.15, legal: 0.1, medical: 0.1, "": 0.4 }

export const caseRecords = (count = 14_299, seed = 1, least = 0): ReadonlyArray<ReadonlyArray<string>> => {
  const draw = mulberry32(seed * 7919)
  const from = (shares: Shares): string => {
    let u = draw() * Object.values(shares).reduce((a, b) => a + b, 0)
    for (const [value, share] of Object.entries(shares)) {
      u -= share
      if (u < 0) return value
    }
    return Object.keys(shares).at(-1) as string
  }
  const all = corridors(seed).filter((flow) => flow.count > 0)
  const persons = new Map<string, number>()
  for (const { at, count: n } of all)
    for (const place of [`o${at[0]}`, `d${at[1]}`, `c${at[0]}>${at[1]}`])
      persons.set(place, (persons.get(place) ?? 0) + n)
  const flows = all.filter(
    ({ at }) =>
      (persons.get(`o${at[0]}`) as number) >= least &&
      (persons.get(`d${at[1]}`) as number) >= least &&
      (persons.get(`c${at[0]}>${at[1]}`) as number) >= least / 5
  )
  const until: Array<number> = []
  let total = 0
  for (const flow of flows) {
    total += flow.count
    until.push(total)
  }
  return Array.from({ length: count }, () => {
    const u = draw() * total
    let [low, high] = [0, until.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((until[middle] as number) > u) high = middle
      else low = middle + 1
    }
    const [origin, destination, year] = (flows[low] as (typeof flows)[number]).at as [string, string, string]
    const gender = draw() < 0.72 ? "female" : "male"
    const form = from(forms[gender] as Shares)
    return [
      year,
      origin,
      destination,
      gender,
      from(ages[form] ?? others),
      form,
      from(means),
      from(recruiters),
      from(helps)
    ]
  })
}
