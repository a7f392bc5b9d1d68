import { type Child, download, h, newId, show } from "@corridor/page/browser/dom"
import { button, checkbox, options } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { type RecordKind, recordKinds, recordSchema } from "../../../../schemas/RecordSchemas.ts"
import { meaningOfColumn } from "../../../submit/columns/ColumnMeaning.ts"
import { fieldName } from "../../../submit/columns/FieldLabels.ts"
import { emptyMapping, type Mapping, mergeMappings } from "../../../submit/columns/Mapping.ts"
import { kindColumn, ownTarget, singular } from "../../../submit/columns/OwnColumns.ts"
import { codeChoices } from "../../words/codes.ts"
import type { Checked } from "../Checked.ts"
import type { Portal } from "../Portal.ts"

interface MappingActions {
  readonly keep: (mapping: Mapping) => void
  readonly back: () => void
}

/** The number of legs that a column can be mapped to. */
const maxLegs = 6

const columnsOf = (kind: RecordKind): ReadonlyArray<string> =>
  recordSchema(kind).fields.flatMap((field) =>
    field.type !== "record"
      ? [field.name]
      : Array.from({ length: maxLegs }, (_, i) =>
          field.fields.map((item) => `${singular(field.name)}${i + 1}.${item.name}`)
        ).flat()
  )

const codeListOf = (kinds: ReadonlyArray<RecordKind>, column: string): string | undefined => {
  for (const kind of kinds) {
    const list = ownTarget(kind, column)?.field.codeList
    if (list !== undefined) return list
  }
  return undefined
}

/** Separates the fields of one column. */
const separator = " "

/** The choice that leaves a column out. */
const ignored = "-"

const consentField = "researchUseConsent"

/** The file whose columns and values are mapped. */
interface MappedFile {
  readonly names: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<RecordKind>
  readonly mapping: Checked["opened"]["mapping"]
  /** Returns the first of Corridor's columns that a column gives, and whether it identifies persons. */
  readonly meaning: (name: string) => { readonly ours: string | undefined; readonly direct: boolean }
}

const mappedFile = ({ opened }: Checked): MappedFile => {
  const kinds = opened.sheetKinds?.kinds ?? (opened.recordKind === undefined ? recordKinds : [opened.recordKind])
  const plans = kinds.map(opened.planOf)
  return {
    names: opened.header?.names.filter((name) => name !== "") ?? [],
    kinds,
    mapping: opened.mapping,
    meaning: (name) => {
      const { use, fields } = meaningOfColumn(plans, opened.header?.names.indexOf(name) ?? -1)
      return { ours: fields[0], direct: use === "refused" }
    }
  }
}

/** Returns a choice of one of Corridor's columns for each of the partner's, in rows of a table. */
const columnChoices = ({ t, language }: Portal, { names, kinds, mapping, meaning }: MappedFile) => {
  const ours = [...new Set([kindColumn, ...kinds.flatMap(columnsOf)])]
  const selects = new Map<string, HTMLSelectElement>()
  const rows = names.map((name): ReadonlyArray<Child> => {
    const now = meaning(name)
    if (now.direct) return [h("bdi", name), t("mapDirect")]
    // A column may give several fields.
    const several = mapping.columnsOf(name) ?? []
    const select = h(
      "select",
      { "aria-label": `${name}: ${t("mapField")}` },
      options(
        [
          ["", t(now.ours === undefined ? "mapNothing" : "mapAsRecognised")],
          [ignored, t("mapIgnore")],
          ...ours.map((column) => [column, fieldName(language, column)] as const),
          ...(several.length > 1
            ? [[several.join(separator), several.map((column) => fieldName(language, column)).join(", ")] as const]
            : [])
        ],
        mapping.isIgnored(name) ? ignored : several.join(separator)
      )
    )
    selects.set(name, select)
    // A phone cuts the text of a field off, so the whole name is above it.
    const recognised =
      now.ours === undefined
        ? null
        : h("small", { class: "above" }, t("mapKnown", { field: fieldName(language, now.ours) }))
    return [h("bdi", name), [recognised, select]]
  })
  return { rows, picked: () => [...selects].map(([name, select]) => [name, select.value] as const) }
}

/** Returns a choice of a code for each value that no code list contains, in rows of a table. */
const valueChoices = (
  { t, language }: Portal,
  { kinds, meaning }: MappedFile,
  unknownValues: Checked["unknownValues"]
) => {
  const selects: Array<{ readonly field: string; readonly theirs: string; readonly select: HTMLSelectElement }> = []
  const rows = [...unknownValues].flatMap(([column, texts]) => {
    const own = meaning(column).ours
    const list = own === undefined ? undefined : codeListOf(kinds, own)
    if (own === undefined || list === undefined || list === "regions") return []
    const choices = [["", t("mapNothing")] as const, ...codeChoices(language, list)]
    const field = own.replace(/^.*\./, "")
    return [...texts].map((theirs): ReadonlyArray<Child> => {
      const select = h("select", { "aria-label": `${theirs}: ${t("mapField")}` }, options(choices))
      selects.push({ field, theirs, select })
      return [h("bdi", column), h("bdi", theirs), select]
    })
  })
  const picked = () => {
    const values: Record<string, Record<string, string>> = {}
    for (const { field, theirs, select } of selects)
      if (select.value !== "") values[field] = { ...values[field], [theirs]: select.value }
    return values
  }
  return { rows, picked }
}

/** What the partner picked for the columns and values of a file. */
interface Picked {
  readonly columns: ReadonlyArray<readonly [name: string, value: string]>
  readonly values: Mapping["values"]
  /** Everyone in the file has agreed to research. */
  readonly hasConsent: boolean
}

/** Returns the known mapping with what was picked for the columns `names` of a file in place of what it had for them. */
const mappingWith = (
  known: Mapping,
  names: ReadonlyArray<string>,
  { columns, values, hasConsent }: Picked
): Mapping => {
  const merged = mergeMappings(known, { ...emptyMapping, values })
  const inFile = new Set(names)
  const constants = Object.entries(merged.constants).filter(([name]) => name !== consentField)
  return {
    columns: Object.fromEntries([
      ...Object.entries(merged.columns).filter(([theirs]) => !inFile.has(theirs)),
      ...columns
        .filter(([, value]) => value !== "" && value !== ignored)
        .map(([name, value]) => [name, value.includes(separator) ? value.split(separator) : value] as const)
    ]),
    values: merged.values,
    constants: Object.fromEntries(hasConsent ? [...constants, [consentField, "true"]] : constants),
    ignore: [
      ...merged.ignore.filter((theirs) => !inFile.has(theirs)),
      ...columns.filter(([, value]) => value === ignored).map(([name]) => name)
    ],
    ...(merged.seen === undefined ? {} : { seen: merged.seen })
  }
}

/** Maps the partner's columns and values to Corridor's. The mapping is stored for the partner's next files. */
export const mappingView = (
  into: HTMLElement,
  portal: Portal,
  checked: Checked,
  known: Mapping,
  actions: MappingActions
): void => {
  const { t } = portal
  const file = mappedFile(checked)
  const columns = columnChoices(portal, file)
  const values = valueChoices(portal, file, checked.unknownValues)
  const consent = checkbox(t("mapConstantConsent"))
  consent.input.checked = known.constants[consentField] === "true"
  const asksConsent =
    file.kinds.some((kind) => recordSchema(kind).fields.some(({ name }) => name === consentField)) &&
    !file.names.some((name) => file.meaning(name).ours === consentField)
  const picked = () =>
    mappingWith(known, file.names, {
      columns: columns.picked(),
      values: values.picked(),
      hasConsent: consent.input.checked
    })
  const title = h("h2", { tabindex: "-1", id: newId() }, t("mapTitle"))
  show(
    into,
    title,
    h("p", t("mapIntro")),
    stackingTable(t("mapTitle"), [t("mapColumn"), t("mapField")], columns.rows),
    asksConsent ? [h("h3", t("mapConstantsTitle")), consent.element] : null,
    h("h3", t("mapWordsTitle")),
    values.rows.length === 0
      ? h("p", t("mapWordsNone"))
      : [
          h("p", { class: "hint" }, t("mapWordsStay")),
          stackingTable(t("mapWordsTitle"), [t("colColumn"), t("mapWord"), t("mapField")], values.rows)
        ],
    h(
      "p",
      { class: "actions" },
      button(t("mapSave"), () => actions.keep(picked()), "main"),
      button(t("mapDownload"), () =>
        download("corridor-mapping.json", [JSON.stringify(picked(), null, 2)], "application/json")
      ),
      button(t("back"), actions.back)
    )
  )
  title.focus()
}
