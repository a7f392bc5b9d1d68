/**
 * Persons of each partner of the newest linkage round whom other partners know too: an answer to the partner itself, with noise, paid from the
 * budget of all releases with noise (decision 0903).
 */
import { codeRecords, type Domain } from "@corridor/disclosure/private/Domain"
import { intervalReach } from "@corridor/disclosure/private/publishMarginal"
import { over, rational } from "@corridor/disclosure/private/Rational"
import { Effect, type Redacted } from "effect"
import { partnerGroupOf, partnerGroups } from "../../schemas/PartnerGroups.ts"
import type { Bounds } from "../history/Bounds.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"
import { answerPrivately, PrivateRefused, rhoOf, withPrivateBudget } from "./privateBudget.ts"

/** How many of its persons others know. */
interface SharedCount extends Bounds {
  /** A group of partners, or `any`. */
  readonly knownTo: string
  /** Absent if it is too small to show. */
  readonly persons?: number
}

export interface SharedCases {
  readonly round: string
  /** By partner. */
  readonly counts: Readonly<Record<string, ReadonlyArray<SharedCount>>>
}

interface SharedRow {
  readonly round: string
  readonly partner_id: string
  /** Types of the others, joined by `+`; empty if no other partner knows the persons. */
  readonly known_to: string
  readonly persons: number
}

const anyPartner = "any"

const groupsOf = (known: string): ReadonlyArray<string> =>
  known === "" ? [] : [...new Set(known.split("+").map(partnerGroupOf))]

const anyOf = (known: string): ReadonlyArray<string> => (known === "" ? [] : [anyPartner])

interface SharedRequest {
  /** Privacy loss of each partner's whole answer. */
  readonly epsilon: number
  readonly key: Redacted.Redacted<string> | undefined
  /** The lowest figure that is shown. */
  readonly least: number
}

/** Persons known to a group are known to some partner, so the bound of a figure that is not shown for a group is at most that of any partner. */
const withinAny = (one: SharedCount, any: SharedCount | undefined): SharedCount =>
  one.persons === undefined ? { ...one, high: Math.min(one.high, any?.high ?? one.high) } : one

/** What is asked of each partner: lists of others, and in how many of them one file of the partner's own can be. */
const questions = [
  { lists: [anyPartner], listsOf: anyOf, changedCells: 1 },
  { lists: partnerGroups, listsOf: groupsOf, changedCells: partnerGroups.length }
] as const

/** Probability that an answer shows a count for any cell without persons. */
const emptyCellProbability = 0.001

/** Answers for all partners of the newest round in a vintage. The same round gives the same answer, and is paid for once. */
export const answerSharedCases = Effect.fn("answerSharedCases")(function* (vintage: Vintage, request: SharedRequest) {
  const { epsilon, key, least } = request
  const hasMart = vintage.marts.some(({ mart }) => mart === "shared_cases")
  const rows = hasMart ? yield* frozenRows<SharedRow>(vintage, "shared_cases") : []
  const [first] = rows
  if (first === undefined)
    return yield* new PrivateRefused({
      message: "The newest vintage has no linkage round. Close one, create a vintage, and try again."
    })
  const partners = [...new Set(rows.map(({ partner_id }) => partner_id))].sort()
  const whole = yield* rhoOf(epsilon)
  const counts = new Map<string, Array<SharedCount>>(partners.map((partner) => [partner, []]))
  for (const { lists, listsOf, changedCells } of questions) {
    const cells = partners.flatMap((partner) => lists.map((knownTo) => ({ partner, knownTo })))
    const nameOf = (partner: string, knownTo: string) => `${partner} ${knownTo}`
    const values = cells.map(({ partner, knownTo }) => nameOf(partner, knownTo))
    const domain: Domain = { columns: [{ name: "partner and others", values }] }
    const records = codeRecords(
      domain,
      rows.flatMap(({ partner_id, known_to, persons }) =>
        listsOf(known_to).flatMap((list) => Array.from({ length: Number(persons) }, () => [nameOf(partner_id, list)]))
      )
    )
    if (records === undefined) return yield* Effect.die(new Error("a partner without a place"))
    const { marginals } = yield* answerPrivately({
      question: {
        name: JSON.stringify(["shared cases", first.round, lists]),
        version: 1,
        domain,
        length: 1,
        rho: over(whole, rational(questions.length * changedCells)),
        inventing: emptyCellProbability,
        least
      },
      changedCells,
      records,
      key
    })
    const [found] = marginals
    const shown = new Map(found?.cells.map((cell) => [cell.values[0], cell]))
    const most = Math.ceil((found?.threshold ?? 0) + intervalReach * (found?.deviation ?? 0))
    for (const { partner, knownTo } of cells) {
      const cell = shown.get(nameOf(partner, knownTo))
      counts
        .get(partner)
        ?.push(
          cell === undefined
            ? { knownTo, low: 0, high: most }
            : { knownTo, persons: cell.count, low: cell.low, high: cell.high }
        )
    }
  }
  const bounded = [...counts].map(([partner, own]) => [partner, own.map((one) => withinAny(one, own[0]))] as const)
  return { round: first.round, counts: Object.fromEntries(bounded) } satisfies SharedCases
}, withPrivateBudget)
