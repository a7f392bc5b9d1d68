/** Selectors as in `manifest.json`: terms become mappings, and referenced selectors are inserted. */
import { type Document, isMapping } from "../Documents.ts"
import { termParts } from "./Criterion.ts"
import type { NamedSelection } from "./SelectorFile.ts"

const fromText = (text: string): Document => {
  const { at, plus, above, method, value, after, below } = termParts(text)
  return {
    ...(at ? { childrens_parents: true } : {}),
    ...(plus ? { parents: true } : {}),
    ...(above === "" ? {} : { parents_depth: above }),
    method,
    ...(value === "" ? {} : { value }),
    ...(after ? { children: true } : {}),
    ...(below === "" ? {} : { children_depth: below })
  }
}

const normal = (definition: unknown, known: ReadonlyMap<string, unknown>): unknown => {
  if (typeof definition === "string") return fromText(definition)
  if (!isMapping(definition)) return definition
  const all = (list: unknown) => (Array.isArray(list) ? list.map((each) => normal(each, known)) : list)
  for (const kind of ["union", "intersection"]) if (kind in definition) return { [kind]: all(definition[kind]) }
  const [first] = Object.entries(definition)
  if (first === undefined) return definition
  const [key, value] = first
  if (key === "exclude") return { exclude: all(value) }
  if (Object.keys(definition).length === 1) return { method: key, value: all(value) }
  return definition["method"] === "selector" ? known.get(String(definition["value"])) : definition
}

export const selectorDocuments = (selectors: ReadonlyMap<string, NamedSelection>): Document => {
  const known = new Map<string, unknown>()
  const documents: Record<string, unknown> = {}
  for (const { name, definition } of selectors.values()) {
    const written = definition as Document
    known.set(name, normal(written["definition"], known))
    documents[name] = { ...written, definition: known.get(name) }
  }
  return documents
}
