/** The meaning of one column by its name: from the partner's mapping, Corridor's names, or a standard's, in this order. */
import { type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { answerColumn, tickedColumn } from "./AnswerColumns.ts"
import type { Binding, FileFormat } from "./Binding.ts"
import { isOtherConsent, isResearchConsent, isWithdrawnConsent, mentionsConsent } from "./ConsentColumn.ts"
import { countsPersons } from "./CountColumns.ts"
import { isDirectIdentifierColumn, isFreeTextColumn, soundsDirect, soundsOfOffender } from "./DirectColumns.ts"
import { attributeBinding, headingPath } from "./HeadingPath.ts"
import type { MappingIndex } from "./Mapping.ts"
import { isKindColumn, isReportColumn, kindColumn, ownTarget, pathOfTarget } from "./OwnColumns.ts"
import {
  turnsCodes,
  withoutInstruction,
  withoutObject,
  withoutPerson,
  withoutQuestionCode,
  withoutRemarks
} from "./PlainHeading.ts"
import { routeBinding } from "./RouteColumns.ts"
import { standardBinding } from "./StandardColumns.ts"

const isRelation = (binding: Binding) =>
  binding.to === "target" && binding.target.field.name === "relationshipToTrafficker"

/** Returns the binding of `Nationality 2`, `exploitation_3`: an answer of a field that has several. */
const oneOfSeveral = (kind: RecordKind, column: string): Binding | undefined => {
  const [, name] = /^(.*\p{L})[\s_]*[1-9]$/u.exec(column.trim()) ?? []
  const target = name === undefined ? undefined : ownTarget(kind, name)
  return target?.field.array === true && target.field.codeList !== undefined
    ? { to: "target", target, standard: "corridor", isOneOf: true }
    : undefined
}

const isConsent = (binding: Binding) => binding.to === "target" && binding.target.field.name === "researchUseConsent"

const offender: Binding = { to: "nothing", why: "offender", standard: "corridor" }
/** Returns the binding of a heading in two languages, `Sex / Пол`: what its parts agree on, unless one of them is refused. */
const bilingualBinding = (column: string, bind: (part: string) => Binding): Binding | undefined => {
  const parts = column.split(/\s[/|]\s/)
  if (parts.length < 2) return undefined
  const bindings = parts.map(bind).filter(({ to }) => to !== "unknown")
  const refused = bindings.find(({ to }) => to === "direct" || to === "free-text")
  const [first, ...others] = bindings
  const isSame = others.every(
    (other) =>
      first?.to === "target" && other.to === "target" && pathOfTarget(other.target) === pathOfTarget(first.target)
  )
  return refused ?? (isSame ? first : undefined)
}

/** Fields that describe the person. A person's country, region or year could belong to several fields. */
const ofPersons = new Set(
  recordSchema("victim")
    .fields.map(({ name }) => name)
    .filter((name) => name !== "recordId" && name !== "revision" && name !== "caseStatus")
)

/** Returns the binding of `Victim nationality`: that of the rest, if it is a field that describes a person. */
const personBinding = (column: string, bind: (rest: string) => Binding): Binding | undefined => {
  const rest = withoutPerson(column)
  const found = rest === undefined ? undefined : bind(rest)
  return found?.to === "target" && found.target.list === undefined && ofPersons.has(found.target.field.name)
    ? found
    : undefined
}

/** Returns whether the cells of a column say yes or no. */
const takesYesOrNo = (binding: Binding): boolean =>
  ["flag", "withdrawn-consent", "other-consent"].includes(binding.to) ||
  (binding.to === "target" && binding.target.field.type === "boolean")

/**
 * Returns the binding of a column. `format` restricts which standard's names are accepted in addition to Corridor's. Surveys put the names of
 * groups before a column's: `group/field` (KoboToolbox), `group-field` (ODK Central), `group.field` (CommCare, pandas,
 * ActivityInfo). They are left out if the whole name is unknown, as are Salesforce's `Contact: ` in reports, and `__c` of the fields that an organisation added.
 */
export const bindingOf = (
  kind: RecordKind,
  column: string,
  mapping: MappingIndex,
  format: FileFormat | undefined
): Binding => {
  const key = `${kind} ${format} ${column}`
  const known = mapping.bindings.get(key)
  if (known !== undefined) return known
  const found = findBinding(kind, column, mapping, format)
  const isTurned = takesYesOrNo(found) && mapping.columnsOf(column) === undefined && turnsCodes(column)
  const binding = isTurned || found.to === "unknown" ? consentBinding(kind, column) : found
  mapping.bindings.set(key, binding)
  return binding
}

/** Returns the binding of a column without another meaning: that of consent, unless only a group that the question is in has the word. */
const consentBinding = (kind: RecordKind, column: string): Binding => {
  if (!mentionsConsent(column) || ownTarget(kind, "researchUseConsent") === undefined) return { to: "unknown" }
  const path = headingPath(column)
  const name = /^[a-z_]\w*(?:-\w+)+$/i.test(path) ? path.replaceAll("-", "/") : path
  const leaf = name.replace(/^.*\/(?=[^/]*[\p{L}])/u, "")
  const own = /\s\/\s|\s\//.test(column) ? column : leaf
  return isOtherConsent(own) ? { to: "other-consent", isTurned: turnsCodes(column) } : { to: "unknown" }
}

/**
 * Returns the binding of a field below a group that has a word for offenders or identifiers in its own name, and is a field of the record all the same:
 * `intake/relationship to the trafficker`.
 */
const soundsItself = (column: string, bind: (leaf: string) => Binding): Binding | undefined => {
  const [, group = "", leaf = ""] = /^(.+)\/([^/]+)$/s.exec(headingPath(column)) ?? []
  const sounds = (text: string) => soundsDirect(text) || soundsOfOffender(text)
  if (!sounds(leaf) || sounds(group)) return undefined
  const found = bind(leaf)
  return found.to === "target" ? found : undefined
}

const findBinding: typeof bindingOf = (kind, column, mapping, format) => {
  const instructed = withoutInstruction(column)
  if (instructed !== column && mapping.columnsOf(column) === undefined && !mapping.isIgnored(column)) {
    const found = bindingOf(kind, instructed, mapping, format)
    // A consent `(without passing on)` covers less.
    return isConsent(found) ? { to: "unknown" } : found
  }
  const whole = bindingOfName(kind, column, mapping, format)
  if (whole.to !== "unknown") return soundsItself(column, (leaf) => bindingOfName(kind, leaf, mapping, format)) ?? whole
  const part = attributeBinding(kind, column, (other, field) => bindingOf(other, field, mapping, format))
  if (part !== undefined) return part
  const path = headingPath(column)
  if (path !== column && !path.includes("/")) return bindingOf(kind, path, mapping, format)
  const ofObject = withoutObject(column)
  if (ofObject !== column) return bindingOf(kind, ofObject, mapping, format)
  if (/__[cr]$/.test(column)) return bindingOf(kind, column.slice(0, -3), mapping, format)
  const uncoded = withoutQuestionCode(column)
  if (uncoded !== column) return bindingOf(kind, uncoded, mapping, format)
  const plain = withoutRemarks(column)
  const remarked = plain === column || plain === "" ? whole : bindingOf(kind, plain, mapping, format)
  if (remarked.to !== "unknown") return remarked
  const ofPerson = personBinding(column, (rest) => bindingOfName(kind, rest, mapping, format))
  if (ofPerson !== undefined) return ofPerson
  const bilingual = bilingualBinding(column, (part) => bindingOfName(kind, part, mapping, format))
  if (bilingual !== undefined) return bilingual
  const one = oneOfSeveral(kind, column)
  if (one !== undefined) return one
  let isOffender = false
  for (let rest = path; ; ) {
    const end = /[/-]/.exec(rest)?.index
    if (end === undefined) return isOffender ? offender : whole
    isOffender ||= soundsOfOffender(rest.slice(0, end))
    rest = rest.slice(end + 1)
    const found = rest.trim() === "" ? whole : bindingOfName(kind, rest, mapping, format)
    // `offender/gender` is not the victim's gender; the relation to the offender is the victim's.
    if (isOffender && found.to !== "direct" && found.to !== "free-text" && !isRelation(found)) continue
    if (found.to !== "unknown") return found
  }
}

const bindingOfName = (
  kind: RecordKind,
  column: string,
  mapping: MappingIndex,
  format: FileFormat | undefined
): Binding => {
  if (isDirectIdentifierColumn(column)) return { to: "direct" }
  if (isFreeTextColumn(column)) return { to: "free-text" }
  const mapped = mapping.columnsOf(column)
  if (mapped !== undefined) {
    if (mapped[0] === kindColumn) return { to: "kind" }
    const [target, ...also] = mapped.flatMap((ours) => ownTarget(kind, ours) ?? [])
    if (target !== undefined) return { to: "target", target, also, standard: "corridor" }
  }
  if (mapping.isIgnored(column) || isReportColumn(column)) return { to: "ignored" }
  if (isKindColumn(column)) return { to: "kind" }
  if (countsPersons(column)) return { to: "unknown" }
  const answer = answerColumn(kind, column, mapping)
  if (answer !== undefined && [undefined, "corridor", answer.standard].includes(format)) return answer
  if (isWithdrawnConsent(column) && ownTarget(kind, column) === undefined)
    return ownTarget(kind, "researchUseConsent") === undefined ? { to: "unknown" } : { to: "withdrawn-consent" }
  const own = ownTarget(kind, isResearchConsent(column) ? "researchUseConsent" : column)
  if (own !== undefined) {
    const isSpanish = own.field.name === "gender" && /^(?:sexo|g[ée]nero)/i.test(column)
    return { to: "target", target: own, standard: "corridor", ...(isSpanish ? { unsure: "m" } : {}) }
  }
  const route = routeBinding(kind, column)
  if (route !== undefined) return route
  const standard = standardBinding(kind, column)
  if (standard !== undefined && (format === undefined || !("standard" in standard) || standard.standard === format))
    return standard
  const ticked = tickedColumn(kind, column)
  if (ticked !== undefined) return ticked
  if (soundsDirect(column)) return { to: "direct" }
  return soundsOfOffender(column) ? offender : { to: "unknown" }
}
