/** Columns about other persons than the one of the record: those of a group of a form (`mother/age`), and those of a repeat (a list of children). */
import { bindingOf } from "./BindColumn.ts"
import type { Binding } from "./Binding.ts"
import { soundsOfOffender } from "./DirectColumns.ts"
import { headingPath } from "./HeadingPath.ts"
import { emptyMapping, MappingIndex } from "./Mapping.ts"

/** Fields that everyone has. Other fields are about the case, whoever the group is named after. */
export const ofAnyone: ReadonlySet<string> = new Set([
  "gender",
  "age",
  "ageBand",
  "majorityStatus",
  "citizenship",
  "maritalStatus",
  "highestLevelOfEducation"
])

/** Fields that show that a repeat lists persons: citizenships are also several answers of one person. */
const ofOnePerson = new Set(["gender", "age", "ageBand", "majorityStatus"])

const relatives =
  "relationships|mother|father|mom|dad|parents?|guardian|care\\s?givers?|carer|spouse|husband|wife|partner|siblings?|brothers?|sisters?|sons?|daughters?|children|kids|infants?|bab(?:y|ies)|relatives?|(?:family|household|hh)\\s?members?|household|dependants?|dependents?|companions?|m[èe]re|p[èe]re|tuteur|conjoint|[ée]poux|[ée]pouse|mari|enfants?|m[ée]nage|madre|padre|tutor|c[óo]nyuge|espos[oa]|pareja|hij[oa]s?|hogar|mam[aăe]i?|tat[aăl]u?l?|p[ăa]rin(?:te|[țt]i)|tutore|so[țt](?:ul|ia|ie)?|partener(?:ul)?|frate|fra[țt]i|sor[aă]|surori|copi(?:i|ii|lul|lului|ilor)|rud[aăe]"
const others =
  "interviewer|enumerator|data\\s?collector|case\\s?workers?|case\\s?manager|social\\s?worker|staff|officer|interpreter|translator|employer|witness|informant|contact\\s?person|enqu[êe]teur|employeur|t[ée]moin|entrevistador|empleador|testigo|intervievator|angajator|traduc[ăa]tor|martor|asistent(?:ul)?"
const slavic =
  "мат(?:ь|ер\\p{L}*|и|ір)|мам[аиы]|от(?:ец|ц\\p{L}+)|батьк\\p{L}*|пап[аы]|родител\\p{L}*|опекун\\p{L}*|опікун\\p{L}*|супруг\\p{L}*|муж|мужа|жен[аы]|дружин[аи]|партн[её]р\\p{L}*|брат\\p{L}?|сестр\\p{L}+|сын\\p{L}?|син\\p{L}?|доч\\p{L}+|дет(?:и|ей)|діт(?:и|ей)|родственник\\p{L}*|родич\\p{L}*|член\\p{L}* семьи|член\\p{L}* сім['’]ї|домохозяйств\\p{L}+|домогосподарств\\p{L}+|работодател\\p{L}+|роботодав\\p{L}+|интервьюер\\p{L}*|інтерв['’]юер\\p{L}*|соцработник\\p{L}*|соцпрацівник\\p{L}*|сотрудник\\p{L}*|працівник\\p{L}*|переводчик\\p{L}*|перекладач\\p{L}*|свидетел\\p{L}+|свід(?:ок|к)\\p{L}*"
const otherPerson = new RegExp(`(?<!\\p{L})(?:${relatives}|${others}|${slavic})(?!\\p{L})`, "iu")

/** A group of a child is about the person of the record, as in a shelter for children, unless other columns say whose sex or age they have. */
const child =
  /(?<!\p{L})(?:child|minor|enfant|niñ[oa]|ni[ñn]o\/a|reb[eё]n[oe]k|реб[её]н(?:ок|ка)|дитин[аи]|minor(?:ul)?|dijete|dete)(?!\p{L})/iu

/** Lists of persons. A group with such a name is also about the person of the record: `family/marital_status`. */
const lists = /(?<!\p{L})(?:famil\p{L}*|roster|members?|семь[яи]|сім['’][яї])(?!\p{L})/iu

/** What is before the last part of a heading: the groups of a form, or a word before a colon or dash. */
const groupsOf = (name: string): string | undefined => /^(.+)[/:.–—-][^/:.–—-]*$/su.exec(headingPath(name))?.[1]

/** Returns the field of the record's person that a binding gives; undefined for any other. */
const fieldOf = (binding: Binding | undefined): string | undefined =>
  binding?.to === "target" && binding.target.list === undefined ? binding.target.field.name : undefined

/**
 * Returns the bindings of a file's columns, where sex, age and the like in a group about another person mean nothing. A group with the case number is
 * about the person of the record, whatever its name: `children/case_number`.
 */
export const withoutOtherPersons = (
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>,
  isMapped: (name: string) => boolean
): ReadonlyArray<Binding> => {
  const ofCases = new Set(
    names.flatMap((name, i) => (fieldOf(bindings[i]) === "caseReference" ? [groupsOf(name)] : []))
  )
  const groupsAt = (i: number) => groupsOf(names[i] ?? "")?.replace(/_/g, " ")
  const ofSomebody = bindings.flatMap((binding, i) => {
    if (!ofAnyone.has(fieldOf(binding) ?? "")) return []
    const groups = groupsAt(i)
    const isOfOther = groups !== undefined && !ofCases.has(groupsOf(names[i] ?? "")) && otherPerson.test(groups)
    return isOfOther ? [] : [i]
  })
  const hasPerson = ofSomebody.some((i) => !child.test(groupsAt(i) ?? ""))
  return bindings.map((binding, i): Binding => {
    const name = names[i] ?? ""
    if (!ofAnyone.has(fieldOf(binding) ?? "") || isMapped(name) || ofCases.has(groupsOf(name))) return binding
    const isOther = !ofSomebody.includes(i) || (hasPerson && child.test(groupsAt(i) ?? ""))
    return isOther ? { to: "unknown" } : binding
  })
}

const plain = new MappingIndex(emptyMapping)
/** Returns the field of a person that a heading by itself is the name of; an empty text for any other. */
export const fieldNamed = (name: string): string => fieldOf(bindingOf("victim", name, plain, undefined)) ?? ""

/** Returns whether a heading is about another person than the one of the record, or a child, who may be one. */
export const isOfOther = (heading: string): boolean =>
  [otherPerson, child].some((words) => words.test(heading.replace(/_/g, " "))) || soundsOfOffender(heading)

/** Returns the name of a column below the name of a group: `Mother: Age`, which is not the age of the person, but `Age` below `Profile`. */
export const nameInGroup = (group: string, name: string): string =>
  (otherPerson.test(group) || soundsOfOffender(group)) && ofAnyone.has(fieldNamed(name)) ? `${group}: ${name}` : name

/**
 * Returns a function that gives the columns of a repeat their names among those of the record. In a list of relatives, a column such as `age` becomes
 * `age (repeat children)`, which is not the age of the person. Two persons in any other list are an error of their record.
 */
export const namesInRepeat = (repeat: string, names: ReadonlyArray<string>): ((name: string) => string) => {
  const fields = names.map(fieldNamed)
  const list = repeat.replace(/_/g, " ")
  const isOfOthers =
    fields.some((field) => ofOnePerson.has(field)) &&
    !fields.includes("caseReference") &&
    (otherPerson.test(list) || lists.test(list))
  return (name) =>
    isOfOthers && ofAnyone.has(fieldNamed(name)) ? `${name.split(/[/-]/).at(-1)} (repeat ${repeat})` : name
}
