/**
 * Invented routes for the benchmark: the n-th is the same for the same seed, and what is wrong with it follows from n, so
 * that the numbers of accepted and refused records are known before anything is read.
 */
import { hash } from "node:crypto"
import { codesOf } from "../../schemas/CodeLists.ts"
import type { Leg, ProblemCode, RouteRecord } from "../../schemas/generated/types.ts"
import { countries, regionsOf } from "../../schemas/Places.ts"
import { seededRandom } from "../fault/SeededRandom.ts"

/** What is wrong with a record: always exactly one thing. */
export interface Fault {
  readonly code: ProblemCode
  readonly path: string
}

export interface BenchRoute {
  readonly record: RouteRecord
  readonly fault: Fault | undefined
}

export const partitions = 4

/** Where the n-th record lies: faults, whose numbers have a period of a hundred, are spread over all partitions. */
export const partitionOf = (n: number): number => (n + Math.floor(n / 100)) % partitions

type Legs = Array<{ -readonly [K in keyof Leg]: Leg[K] }>
type Draft = { -readonly [K in keyof RouteRecord]: RouteRecord[K] } & { legs: Legs }

interface Break {
  readonly code: ProblemCode
  /** Changes the record and answers the path of what is wrong now. */
  readonly apply: (draft: Draft) => string
}

const last = (draft: Draft) => draft.legs.length - 1
const leg = (draft: Draft, i: number) => draft.legs[i] as Legs[number]

const unknownCountry: Break = {
  code: "country-unknown",
  apply: (draft) => {
    Object.assign(leg(draft, last(draft)), { country: "XYZ", region: null })
    return `legs[${last(draft)}].country`
  }
}

const noOrigin: Break = {
  code: "leg-origin-missing",
  apply: (draft) => {
    leg(draft, 0).role = "Transit"
    return "legs"
  }
}

const noConsent: Break = {
  code: "consent-missing",
  apply: (draft) => {
    draft.researchUseConsent = false
    return "researchUseConsent"
  }
}

/** Each breaks one record of a thousand. */
const rare: ReadonlyArray<Break> = [
  {
    code: "number-out-of-range",
    apply: (draft) => {
      leg(draft, 0).year = 1989
      return "legs[0].year"
    }
  },
  {
    code: "leg-time-backwards",
    apply: (draft) => {
      leg(draft, last(draft)).year = leg(draft, 0).year - 1
      return `legs[${last(draft)}].year`
    }
  },
  {
    code: "region-outside-country",
    apply: (draft) => {
      Object.assign(leg(draft, 0), { country: "UKR", region: "RU-MOS" })
      return "legs[0].region"
    }
  },
  {
    code: "direct-identifier",
    apply: (draft) => {
      draft.caseReference = "somebody@mail.example"
      return "caseReference"
    }
  },
  {
    code: "region-unknown",
    apply: (draft) => {
      Object.assign(leg(draft, 0), { country: "RUS", region: "RU-XYZ" })
      return "legs[0].region"
    }
  },
  {
    code: "code-unknown",
    apply: (draft) => {
      Object.assign(leg(draft, last(draft)), { transport: "Balloon" })
      return `legs[${last(draft)}].transport`
    }
  },
  {
    code: "date-in-future",
    apply: (draft) => {
      leg(draft, last(draft)).year = 2099
      return `legs[${last(draft)}].year`
    }
  }
]

/** The break of the n-th record: one of a hundred of each frequent kind, one of a thousand of each rare one. */
const breaks = new Map<number, Break>([
  ...Array.from({ length: 10 }, (_, i) => [i * 100 + 7, unknownCountry] as const),
  ...Array.from({ length: 10 }, (_, i) => [i * 100 + 23, noOrigin] as const),
  ...Array.from({ length: 10 }, (_, i) => [i * 100 + 61, noConsent] as const),
  ...rare.map((one, i) => [i * 100 + 90, one] as const)
])
const period = 1000

const transports = codesOf("transport")
const crossings = codesOf("border-crossing")
const movements = codesOf("movement")
const points = Array.from({ length: 40 }, (_, i) => `FMP-${i + 10}`)

/** Half of all places lie in the countries of which every region is known. */
const covered = countries.filter(({ code }) => regionsOf(code).length > 0).map(({ code }) => code)
const everywhere = countries.map(({ code, alpha2 }) => ({
  code,
  regions: regionsOf(code).length > 0 ? regionsOf(code).map((region) => region.code) : [`${alpha2}-01`, `${alpha2}-A2`]
}))
const placesOf = new Map(everywhere.map((place) => [place.code, place]))
/** Legs of a route; three on average. */
const lengths = [2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 2, 3, 5, 2, 3]

const two = (n: number) => n.toString(16).padStart(8, "0")

/** Makes routes one after another, the first one first. `broken: false` makes good ones only. */
export const routeMaker = (seed: number, options: { readonly broken?: boolean; readonly from?: number } = {}) => {
  const random = seededRandom(seed + (options.from ?? 0))
  const word = () => Math.floor(random.next() * 0x1_0000_0000) >>> 0
  let n = options.from ?? 0
  let knownCase = -1
  let reference = ""

  const uuid = () => {
    const [a, b, c, d] = [two(word()), two(word()), two(word()), two(word())] as const
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`
  }
  /** As `submit` sends it: 64 hexadecimal digits. Five records are of two cases. */
  const referenceOf = (number: number) => {
    const own = Math.floor((number * 2) / 5)
    if (own !== knownCase) reference = hash("sha256", `bench ${seed} ${own}`)
    knownCase = own
    return reference
  }
  const place = () =>
    random.next() < 0.5 ? (placesOf.get(random.pick(covered)) as (typeof everywhere)[number]) : random.pick(everywhere)

  const legsOf = (): Legs => {
    const length = random.pick(lengths)
    let year = random.whole(2000, 2023)
    let month = random.whole(1, 12)
    const legs: Legs = []
    let before = ""
    for (let i = 0; i < length; i++) {
      let here = place()
      while (here.code === before) here = place()
      before = here.code
      const role = i === 0 ? "Origin" : i === length - 1 && random.next() < 0.9 ? "Destination" : "Transit"
      legs.push({
        country: here.code,
        region: random.next() < 0.5 ? random.pick(here.regions) : null,
        role,
        year,
        month: random.next() < 0.8 ? month : null,
        transport: i > 0 && random.next() < 0.7 ? random.pick(transports) : null,
        borderCrossing: i > 0 && random.next() < 0.5 ? random.pick(crossings) : null,
        flowMonitoringPoint: random.next() < 0.05 ? random.pick(points) : null,
        intended: role === "Destination" && random.next() < 0.1
      } as Legs[number])
      month += random.whole(0, 3)
      if (month > 12) {
        month -= 12
        year++
      }
    }
    return legs
  }

  return (): BenchRoute => {
    const number = n++
    const draft = {
      recordId: uuid(),
      revision: random.next() < 0.02 ? 1 : 0,
      caseReference: referenceOf(number),
      researchUseConsent: true,
      citizenship: random.next() < 0.9 ? [place().code] : [place().code, place().code],
      legs: legsOf(),
      movement: random.next() < 0.1 ? random.pick(movements) : null
    } as Draft
    const wrong = options.broken === false ? undefined : breaks.get(number % period)
    if (wrong === undefined) return { record: draft, fault: undefined }
    return { record: draft, fault: { code: wrong.code, path: wrong.apply(draft) } }
  }
}

/** How many of the first `records` records are refused. */
export const expectedRefusals = (records: number): number => {
  const rest = records % period
  return Math.floor(records / period) * breaks.size + [...breaks.keys()].filter((key) => key < rest).length
}
