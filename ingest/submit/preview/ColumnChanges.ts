/** What changed in the columns of a partner's file since the last one of its kind that was sent. */
import type { OpenedFile } from "../check/OpenFile.ts"
import { shownColumn } from "../check/ShownColumn.ts"
import { meaningOfColumn } from "../columns/ColumnMeaning.ts"
import { planColumns } from "../columns/ColumnPlan.ts"
import type { Mapping } from "../columns/Mapping.ts"
import { squeeze } from "../columns/OwnColumns.ts"

export interface ColumnChanges {
  readonly added: ReadonlyArray<string>
  readonly missing: ReadonlyArray<string>
  readonly renamed: ReadonlyArray<{ readonly from: string; readonly to: string }>
}

/** Returns the key under which the columns of such files are remembered. */
const kindOf = (opened: OpenedFile) => opened.recordKind ?? "any"

/** Returns the names of the columns without those that may identify a person; none if the first row may contain values. */
const namesOf = ({ header }: OpenedFile): ReadonlyArray<string> =>
  header === undefined || header.known === 0
    ? []
    : header.names.filter((name, i) => name !== "" && shownColumn(header, i) === name)

/** Returns the mapping with the columns of this file, to compare the next file with. */
export const rememberColumns = (mapping: Mapping, opened: OpenedFile): Mapping => {
  const names = namesOf(opened)
  return names.length === 0 ? mapping : { ...mapping, seen: { ...mapping.seen, [kindOf(opened)]: names } }
}

/**
 * Returns what changed since the last file of the kind; undefined if there was none. Case and signs do not matter. A column is renamed if a new one
 * has its meaning, or is between the same columns.
 */
export const columnChanges = (mapping: Mapping, opened: OpenedFile): ColumnChanges | undefined => {
  const before = mapping.seen?.[kindOf(opened)]
  const now = namesOf(opened)
  if (before === undefined || now.length === 0) return undefined
  const [had, has] = [new Set(before.map(squeeze)), new Set(now.map(squeeze))]
  const added = now.filter((name) => !had.has(squeeze(name)))
  const missing = before.filter((name) => !has.has(squeeze(name)))
  const fieldsOf = (name: string) => {
    const kinds = opened.recordKind === undefined ? [] : [opened.recordKind]
    const plans = kinds.map((kind) => planColumns(kind, [name], opened.mapping, opened.settings.format))
    return meaningOfColumn(plans, 0).fields.join(" ")
  }
  const neighbours = (names: ReadonlyArray<string>, name: string) => {
    const at = names.indexOf(name)
    return [names[at - 1] ?? "", names[at + 1] ?? ""].map(squeeze).join("\0")
  }
  const renamed = missing.flatMap((from) => {
    const fields = fieldsOf(from)
    const to =
      added.find((name) => fields !== "" && fieldsOf(name) === fields) ??
      added.find((name) => neighbours(now, name) === neighbours(before, from))
    return to === undefined ? [] : [{ from, to }]
  })
  return {
    added: added.filter((name) => !renamed.some(({ to }) => to === name)),
    missing: missing.filter((name) => !renamed.some(({ from }) => from === name)),
    renamed
  }
}

/** Returns whether anything changed. */
export const hasChanged = ({ added, missing, renamed }: ColumnChanges): boolean =>
  added.length + missing.length + renamed.length > 0
