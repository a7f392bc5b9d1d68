/** `selectors.yml`: selections with names. */
import { type Document, isMapping } from "../Documents.ts"
import { refuse } from "../ProjectError.ts"
import { parseYaml } from "../project/files/Yaml.ts"
import { type IndirectSelection, indirectSelections } from "../TransformOptions.ts"
import { type Criterion, methodOf, parseCriterion } from "./Criterion.ts"
import type { SelectionSpec } from "./SelectionSpec.ts"

const file = "selectors.yml"

export interface NamedSelection {
  readonly name: string
  readonly description: string
  readonly isDefault: boolean
  readonly spec: SelectionSpec
  /** As written. */
  readonly definition: unknown
}

/** What a definition may refer to. */
interface Reading {
  readonly selector: string
  readonly known: ReadonlyMap<string, NamedSelection>
  /** Default for terms without their own value. */
  readonly indirect: IndirectSelection
}

const wrong = ({ selector }: Reading, reason: string): never => refuse(file, `selector '${selector}': ${reason}`)

const listOf = (reading: Reading, definition: Document, key: string): ReadonlyArray<unknown> => {
  const value = definition[key]
  return Array.isArray(value) ? value : wrong(reading, `'${key}' must be a list`)
}

const union = (parts: ReadonlyArray<SelectionSpec>): SelectionSpec => ({ kind: "union", parts, indirect: "eager" })

const without = (spec: SelectionSpec, excluded: ReadonlyArray<SelectionSpec>): SelectionSpec =>
  excluded.length === 0 ? spec : { kind: "difference", parts: [spec, union(excluded)], indirect: "eager" }

const excludedBy = (reading: Reading, definition: Document): ReadonlyArray<SelectionSpec> =>
  listOf(reading, definition, "exclude").map((each) => read(reading, each))

const combination = (reading: Reading, kind: "union" | "intersection", definition: Document): SelectionSpec => {
  const all = listOf(reading, definition, kind)
  const exclusions = all.filter((each): each is Document => isMapping(each) && "exclude" in each && !("method" in each))
  if (exclusions.length > 1) wrong(reading, `one '${kind}' has several 'exclude'`)
  const parts = all.filter((each) => !exclusions.includes(each as Document)).map((each) => read(reading, each))
  const [exclusion] = exclusions
  return without({ kind, parts, indirect: "eager" }, exclusion === undefined ? [] : excludedBy(reading, exclusion))
}

const depth = (reading: Reading, definition: Document, key: "parents" | "children"): number | undefined => {
  if (!definition[key]) return undefined
  // dbt treats a depth of 0 as missing, because it is false in Python.
  const steps = Number(definition[`${key}_depth`] || Number.POSITIVE_INFINITY)
  return Number.isNaN(steps) ? wrong(reading, `'${key}_depth' must be a number`) : steps
}

const indirectOf = (reading: Reading, definition: Document): IndirectSelection => {
  const written = definition["indirect_selection"]
  if (written === undefined) return reading.indirect
  return (
    indirectSelections.find((each) => each === written) ??
    wrong(reading, `there is no indirect_selection '${String(written)}'`)
  )
}

const term = (reading: Reading, definition: Document): SelectionSpec => {
  const entries = Object.entries(definition)
  const [single] = entries
  const { method, value } = entries.length === 1 && single ? { method: single[0], value: single[1] } : definition
  if (method === undefined || value === undefined) {
    return wrong(reading, `a term needs 'method' and 'value', and has ${Object.keys(definition).join(", ")}`)
  }
  if (method === "selector") {
    return reading.known.get(String(value))?.spec ?? wrong(reading, `there is no selector '${String(value)}' before it`)
  }
  const [parents, children] = [depth(reading, definition, "parents"), depth(reading, definition, "children")]
  const childrensParents = Boolean(definition["childrens_parents"])
  if (childrensParents && children !== undefined)
    wrong(reading, "'childrens_parents' and 'children' do not go together")
  const criterion: Criterion = {
    kind: "criterion",
    raw: JSON.stringify(definition),
    ...methodOf(String(method)),
    value,
    childrensParents,
    parents,
    children,
    indirect: indirectOf(reading, definition)
  }
  return without(criterion, "exclude" in definition ? excludedBy(reading, definition) : [])
}

const read = (reading: Reading, definition: unknown): SelectionSpec => {
  if (typeof definition === "string") return parseCriterion(definition, reading.indirect)
  if (!isMapping(definition)) return wrong(reading, "a definition is a text or a mapping")
  if ("union" in definition) return combination(reading, "union", definition)
  if ("intersection" in definition) return combination(reading, "intersection", definition)
  return term(reading, definition)
}

/** Reads the file; later selectors may use earlier ones. `indirect` is the command line's. */
export const parseSelectorFile = (text: string, indirect: IndirectSelection): ReadonlyMap<string, NamedSelection> => {
  const content = parseYaml(file, text)
  const all = isMapping(content) ? content["selectors"] : undefined
  if (!Array.isArray(all)) return refuse(file, "'selectors' must be a list")
  const known = new Map<string, NamedSelection>()
  for (const each of all) {
    if (!isMapping(each) || typeof each["name"] !== "string") return refuse(file, "each selector needs a name")
    const { name, definition } = each
    const root = isMapping(definition) ? Object.keys(definition) : []
    const reading = { selector: name, known, indirect }
    if (root.length > 1 && (root.includes("union") || root.includes("intersection"))) {
      wrong(reading, `'union' or 'intersection' must be the only key, and there are ${root.join(", ")}`)
    }
    const isDefault = each["default"] === true
    if (isDefault && [...known.values()].some((other) => other.isDefault))
      wrong(reading, "another one is the default already")
    const spec = read(reading, definition)
    known.set(name, { name, description: String(each["description"] ?? ""), isDefault, spec, definition: each })
  }
  return known
}
