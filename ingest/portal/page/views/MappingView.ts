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

/** Corridor's columns of a kind of record. */
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

/** Maps the partner's columns and values to Corridor's. The mapping is stored for the partner's next files. */
export const mappingView = (
  into: HTMLElement,
  portal: Portal,
  { opened, unknownValues }: Checked,
  known: Mapping,
  actions: MappingActions
): void => {
  const { t, language } = portal
  const kinds = opened.recordKind === undefined ? recordKinds : [opened.recordKind]
  const names = opened.header?.names.filter((name) => name !== "") ?? []
  const ours = [...new Set([kindColumn, ...kinds.flatMap(columnsOf)])]
  const plans = kinds.map(opened.planOf)
  const chosen = new Map<string, HTMLSelectElement>()
  const valueSelects: Array<{ readonly ours: string; readonly theirs: string; readonly select: HTMLSelectElement }> = []

  /** The first of Corridor's columns that a column gives; undefined if none. */
  const meaning = (name: string): { readonly ours: string | undefined; readonly direct: boolean } => {
    const { use, fields } = meaningOfColumn(plans, opened.header?.names.indexOf(name) ?? -1)
    return { ours: fields[0], direct: use === "refused" }
  }

  const columnRow = (name: string): ReadonlyArray<Child> => {
    const now = meaning(name)
    // A column may give several fields.
    const several = opened.mapping.columnsOf(name) ?? []
    if (now.direct) return [h("bdi", {}, name), t("mapDirect")]
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
        opened.mapping.isIgnored(name) ? ignored : several.join(separator)
      )
    )
    chosen.set(name, select)
    // A phone cuts the text of a field off, so the whole name is above it.
    const recognised =
      now.ours === undefined
        ? null
        : h("small", { class: "above" }, t("mapKnown", { field: fieldName(language, now.ours) }))
    return [h("bdi", {}, name), [recognised, select]]
  }

  const valueRows = (): ReadonlyArray<ReadonlyArray<Child>> =>
    [...unknownValues].flatMap(([column, texts]) => {
      const own = meaning(column).ours
      const list = own === undefined ? undefined : codeListOf(kinds, own)
      if (own === undefined || list === undefined || list === "regions") return []
      const choices = [["", t("mapNothing")] as const, ...codeChoices(language, list)]
      const field = own.replace(/^.*\./, "")
      return [...texts].map((theirs) => {
        const select = h("select", { "aria-label": `${theirs}: ${t("mapField")}` }, options(choices))
        valueSelects.push({ ours: field, theirs, select })
        return [h("bdi", {}, column), h("bdi", {}, theirs), select]
      })
    })

  const needsConsent = kinds.some((kind) => recordSchema(kind).fields.some(({ name }) => name === "researchUseConsent"))
  const hasConsent = names.some((name) => meaning(name).ours === "researchUseConsent")
  const consent = checkbox(t("mapConstantConsent"))
  consent.input.checked = known.constants["researchUseConsent"] === "true"

  const buildMapping = (): Mapping => {
    const picked = [...chosen].map(([name, select]) => [name, select.value] as const)
    const values: Record<string, Record<string, string>> = {}
    for (const { ours: field, theirs, select } of valueSelects)
      if (select.value !== "") values[field] = { ...values[field], [theirs]: select.value }
    const merged = mergeMappings(known, { ...emptyMapping, values })
    const inFile = new Set(names)
    const columns = Object.entries(merged.columns).filter(([theirs]) => !inFile.has(theirs))
    const constants = Object.entries(merged.constants).filter(([name]) => name !== "researchUseConsent")
    return {
      columns: Object.fromEntries([
        ...columns,
        ...picked
          .filter(([, value]) => value !== "" && value !== ignored)
          .map(([name, value]) => [name, value.includes(separator) ? value.split(separator) : value] as const)
      ]),
      values: merged.values,
      constants: Object.fromEntries(consent.input.checked ? [...constants, ["researchUseConsent", "true"]] : constants),
      ignore: [
        ...merged.ignore.filter((theirs) => !inFile.has(theirs)),
        ...picked.filter(([, value]) => value === ignored).map(([name]) => name)
      ],
      ...(merged.seen === undefined ? {} : { seen: merged.seen })
    }
  }

  const rows = valueRows()
  const title = h("h2", { tabindex: "-1", id: newId() }, t("mapTitle"))
  show(
    into,
    title,
    h("p", {}, t("mapIntro")),
    stackingTable(t("mapTitle"), [t("mapColumn"), t("mapField")], names.map(columnRow)),
    needsConsent && !hasConsent ? [h("h3", {}, t("mapConstantsTitle")), consent.element] : null,
    h("h3", {}, t("mapWordsTitle")),
    rows.length === 0
      ? h("p", {}, t("mapWordsNone"))
      : [
          h("p", { class: "hint" }, t("mapWordsStay")),
          stackingTable(t("mapWordsTitle"), [t("colColumn"), t("mapWord"), t("mapField")], rows)
        ],
    h(
      "p",
      { class: "actions" },
      button(t("mapSave"), () => actions.keep(buildMapping()), "main"),
      button(t("mapDownload"), () =>
        download("corridor-mapping.json", [JSON.stringify(buildMapping(), null, 2)], "application/json")
      ),
      button(t("back"), actions.back)
    )
  )
  title.focus()
}
