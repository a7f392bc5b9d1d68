/** Columns about other persons than the one of the record: those of a group of a form (`mother/age`), and those of a repeat (a list of children). */
import { bindingOf } from "./BindColumn.ts"
import type { Binding } from "./Binding.ts"
import { soundsOfOffender } from "./DirectColumns.ts"
import { headingPath } from "./HeadingPath.ts"
import { emptyMapping, MappingIndex } from "./Mapping.ts"
import { child, otherPerson } from "./PersonWords.ts"

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
