/** Ages that registers write as groups of their own: `18-24`, `до 18`, `30+`, `adult`. */
import { withUsualDigits } from "../../keys/CaseNumber.ts"
import { ageBand, ageBandLimits } from "../../rules/Generalise.ts"
import { codeOfWord } from "./CodeWords.ts"

/** Words between two ages, and before or after one. */
const between = String.raw`\s*(?:-{1,2}|[–—]|\.\.|to|till|up to|до|по|la|până la|pana la|à|a)\s*`
/** `between 16 and 17`; without a word before them, `16 and 17` are the ages of two persons. */
const and = String.raw`\s*(?:and|і|и|та|și|si|et|y)\s*`
const from = `(?:from|between|aged?|от|с|между|в возрасте|від|з|між|віком|de la|între|intre|de|entre|desde)`
const atLeast = `(?:over|above|more than|older than|at least|[>≥]=?|старше|свыше|более|больше|понад|більше|старші?|peste|mai mult de|plus de|más de|mayor de)`
const below = `(?:under|below|less than|younger than|<|до|младше|моложе|менее|менше|молодші?|sub|mai puțin de|moins de|menor de)`
const orMore = String.raw`\s*(?:\+|(?:and|or)\s?(?:over|above|older|more)|plus|и старше|и более|і старш[іе]|та старш[іе]|і більше|și peste|si peste|ani și peste|et plus|y más|o más)`
const end = String.raw`\s*(?:de\s+)?(?:years?(?:[\s-]olds?)?|yrs?|y\.?o|лет|года?|л|г|років|роки|рік|р|ani|ans?|años?)?\.?`

const rangeOf = new RegExp(
  `^(?:(?:${from}\\s+)?(\\d{1,3})${between}|${from}\\s+(\\d{1,3})${and})(\\d{1,3})${end}$`,
  "iu"
)
const leastOf = new RegExp(`^(?:${atLeast}\\s*(\\d{1,3})${end}|(\\d{1,3})${end}${orMore}${end})$`, "iu")
const belowOf = new RegExp(`^${below}\\s*(\\d{1,3})${end}$`, "iu")

/** `~30`, `около 30 лет`, `25?`: the age is not known exactly. */
const about = String.raw`(?:[~≈∼±]|(?:about|around|approx(?:imately|\.)?|ca?\.|circa|cca\.?|roughly|estimated|est\.|около|примерно|приблизительно|прибл\.|ок\.|порядка|где-то|близько|приблизно|приблизн\.|біля|десь|орієнтовно|aproximativ|aprox\.?|circa|cam|vreo|în jur de|environ|vers|alrededor de|unos)(?=\s|\d))`
const aboutOf = new RegExp(
  `^(?:${about}\\s*(\\d{1,3})${end}|(\\d{1,3})${end}\\s*(?:\\(?\\?\\)?|-?ish|или около|приблизно|примерно|\\(?approx\\.?\\)?|\\(?aprox\\.?\\)?))$`,
  "iu"
)
/** An estimate may be wrong by so many years. */
const margin = 5

const oneOf = new RegExp(`^(\\d{1,3})${end}$`, "iu")

/** Above any age. */
const oldest = 150

/** Returns the youngest and the oldest age that a text says; undefined if it says none. */
const limitsOf = (text: string): readonly [youngest: number, oldest: number] | undefined => {
  const range = rangeOf.exec(text)
  if (range !== null) {
    const [young, old] = [Number(range[1] ?? range[2]), Number(range[3])]
    return young <= old && old <= 120 ? [young, old] : undefined
  }
  const least = leastOf.exec(text)
  if (least !== null) return [Number(least[1] ?? least[2]), oldest]
  const most = Number(belowOf.exec(text)?.[1] ?? 0)
  if (most > 0) return [0, most - 1]
  const estimate = aboutOf.exec(text)
  if (estimate !== null) {
    const age = Number(estimate[1] ?? estimate[2])
    return age > 120 ? undefined : [Math.max(0, age - margin), age + margin]
  }
  const one = oneOf.exec(text)?.[1]
  return one === undefined ? undefined : [Number(one), Number(one)]
}

/** What a group of ages says: the band that has all of them, or only whether they are adults. */
export type AgeGroup =
  | { readonly ageBand: string }
  | { readonly majorityStatus: "Adult" | "Minor"; readonly isCoarser: boolean }

/** Returns what an age or a group of ages says; undefined for another text, and for a group of both minors and adults. */
export const readAgeGroup = (text: string): AgeGroup | undefined => {
  // Surveys name answers without spaces: `18_23`, `under_18`.
  const plain = withUsualDigits(text.trim())
    .replace(/(?<=\d)_+(?=\d)/g, "-")
    .replaceAll("_", " ")
  const [, word = "", group = ""] = named.exec(plain) ?? []
  const status = group === "" ? undefined : codeOfWord("majority-status", word)
  if (status === undefined) return plainAgeGroup(plain)
  const read = plainAgeGroup(group)
  return read !== undefined && isOfStatus(read, status) ? read : undefined
}

/** `Adult 26-40`, `Child (12-17)`. */
const named = /^(\p{L}+)\s*[:,([–—-]?\s*(\P{L}.*?)[)\]]?$/u

/** Returns whether a group has ages of minors only, or of adults only. */
const isOfStatus = (group: AgeGroup, status: string): boolean => {
  if ("majorityStatus" in group) return group.majorityStatus === status
  const [youngest, eldest] = ageBandLimits(group.ageBand) ?? []
  return status === "Minor" ? (eldest ?? oldest) < 18 : (youngest ?? 0) >= 18
}

const plainAgeGroup = (plain: string): AgeGroup | undefined => {
  const limits = limitsOf(plain)
  if (limits === undefined) {
    const status = codeOfWord("majority-status", plain)
    return status === "Adult" || status === "Minor" ? { majorityStatus: status, isCoarser: false } : undefined
  }
  const [youngest, eldest] = limits
  const band = ageBand(youngest)
  if (eldest <= (ageBandLimits(band)?.[1] ?? 0)) return { ageBand: band }
  if (youngest < 18 && eldest >= 18) return undefined
  return {
    majorityStatus: youngest >= 18 ? "Adult" : "Minor",
    isCoarser: (youngest !== 18 || eldest < oldest) && (youngest > 0 || eldest !== 17)
  }
}
