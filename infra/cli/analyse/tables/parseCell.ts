import { parseCount } from "@corridor/disclosure/tables/parseCount"
import {
  between,
  type Cell,
  type CellState,
  cellStates,
  exact,
  notReported
} from "@corridor/flow-statistics/cells/Cell"

/** How published values were rounded. */
interface Rounding {
  readonly base: number
  /** `nearest`: to the nearest multiple of the base. `random`: at random to the multiple below or above. */
  readonly kind: "nearest" | "random"
}

/** Returns the largest difference between a rounded value and the count. */
const maxError = ({ base, kind }: Rounding) => (kind === "nearest" ? Math.floor(base / 2) : base - 1)

/** The fields of a cell as text. A column that the table lacks is an empty string. */
interface CellFields {
  readonly value: string
  readonly state: string
  readonly low: string
  readonly high: string
}

export interface CellRules {
  readonly rounding?: Rounding | undefined
  /** Bounds of each suppressed cell that has none of its own. */
  readonly suppressed?: readonly [number, number] | undefined
}

type CellProblem = { readonly rule: string; readonly expected: string }

const problem = (rule: string, expected: string): CellProblem => ({ rule, expected })

/** Parses `1,234`, `1234.5` or `-3`. Commas are accepted only as thousands separators. Returns undefined for anything else. */
export const parseNumber = (text: string): number | undefined => {
  const plain = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(",", "") : text
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}

/** Numbers from which on sums of squares and whole counts are no longer exact enough to analyse. */
const tooLarge = 1e15

const isTooLarge = (value: number): boolean => Math.abs(value) > tooLarge

const ofSize = problem("too-large", "a number between -10^15 and 10^15")

const isEmpty = (text: string) => text === "" || text === "NA" || text === "NaN" || text === "nan"

const isSilent = (text: string): text is "not_reported" | "not_collected" =>
  text === "not_reported" || text === "not_collected"

/** Returns the largest count of a field that marks one as small, such as `<5`, `<=4` or `1-4`; Infinity for a mark alone, such as `*`, `c` or `suppressed`. */
const upperBound = (value: string): number | undefined => {
  const field = parseCount(value)
  return field?.kind === "below" && field.below > 0 ? field.below - 1 : undefined
}

const withBounds = ({ value, low, high }: CellFields, bounds: CellRules["suppressed"]): Cell | CellProblem => {
  const bound = (text: string, end: 0 | 1) => (isEmpty(text) ? bounds?.[end] : parseNumber(text))
  const [from, to] = [bound(low, 0), bound(high, 1)]
  if (from === undefined || to === undefined || from > to) return problem("no-interval", "two numbers, the lower first")
  const middle = isEmpty(value) ? (from + to) / 2 : parseNumber(value)
  if ([from, to].some(isTooLarge)) return ofSize
  if (middle === undefined) return problem("no-number", "a number, or an empty field if bounds are given")
  if (middle < from || middle > to) return problem("outside-interval", "a value within its bounds")
  return { state: from === to ? "published" : "suppressed", value: middle, low: from, high: to }
}

const suppressed = (value: string, bounds: CellRules["suppressed"]): Cell | CellProblem => {
  if (!isEmpty(value) && upperBound(value) === undefined)
    return problem("value-against-state", "no value where the state is suppressed")
  return bounds === undefined
    ? problem(
        "no-bounds",
        "bounds of suppressed cells: columns named by --low and --high, or --suppressed LOW:HIGH for all"
      )
    : between(...bounds)
}

const published = (value: string, rounding: Rounding | undefined): Cell | CellProblem => {
  const number = parseNumber(value)
  if (number === undefined)
    return problem(
      "no-number",
      "a number such as 1234.5, <N, * if it is suppressed, or an empty field if nothing was reported"
    )
  if (isTooLarge(number)) return ofSize
  if (rounding === undefined) return exact(number)
  const error = maxError(rounding)
  return { state: "published", value: number, low: Math.max(0, number - error), high: number + error }
}

/**
 * Parses one cell. `<5` means 0 to 4, as `<=4` and `1-4` do; `*`, `c` and `suppressed` mark a suppressed one. Bounds in the row take precedence. A
 * suppressed cell without bounds becomes an interval only if `rules.suppressed` gives one; otherwise it is a problem, because no bound is assumed.
 */
export const parseCell = (fields: CellFields, rules: CellRules): Cell | CellProblem => {
  const { value, state, low, high } = fields
  if (state !== "" && !cellStates.includes(state as CellState)) return problem("no-state", cellStates.join(", "))
  if (isSilent(state))
    return isEmpty(value) ? notReported(state) : problem("value-against-state", "no value where nothing was reported")
  if (isSilent(value)) return notReported(value)
  if (!isEmpty(low) || !isEmpty(high)) return withBounds(fields, rules.suppressed)
  const most = upperBound(value)
  if (most !== undefined && Number.isFinite(most)) return between(0, most)
  if (state === "suppressed" || most !== undefined) return suppressed(value, rules.suppressed)
  if (!isEmpty(value)) return published(value, rules.rounding)
  return state === "published" ? problem("no-number", "a number where the state is published") : notReported()
}

/** Returns whether a cell could not be read. */
export const isCellProblem = (cell: Cell | CellProblem): cell is CellProblem => "rule" in cell
