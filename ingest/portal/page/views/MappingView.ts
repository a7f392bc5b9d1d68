/** What the partner's columns and words mean: bound here once, kept for the partner's next files. */
import { type RecordKind, recordKinds, recordSchema } from "../../../../schemas/RecordSchemas.ts"
import { type Mapping, mergeMappings } from "../../../submit/columns/Mapping.ts"
import { kindColumn, ownTarget, singular } from "../../../submit/columns/OwnColumns.ts"
import { fieldName } from "../../../submit/words/FieldLabels.ts"
import { codeChoices } from "../../words/codes.ts"
import type { Checked } from "../Checked.ts"
import { type Child, download, h, newId, show } from "../dom.ts"
import { button, checkbox, options, table } from "../form.ts"
import type { Portal } from "../Portal.ts"

export interface MappingActions {
  readonly keep: (mapping: Mapping) => void
  readonly back: () => void
}

/** Places of a way that can be chosen for a column. */
const offeredLegs = 6

/** Our columns of a kind of record. */
const columnsOf = (kind: RecordKind): ReadonlyArray<string> =>
  recordSchema(kind).fields.flatMap((field) =>
    field.type !== "record"
      ? [field.name]
      : Array.from({ length: offeredLegs }, (_, i) =>
          field.fields.map((item) => `${singular(field.name)}${i + 1}.${item.name}`)
        ).flat()
  )

const listOf = (kinds: ReadonlyArray<RecordKind>, column: string): string | undefined => {
  for (const kind of kinds) {
    const list = ownTarget(kind, column)?.field.codeList
    if (list !== undefined) return list
  }
  return undefined
}

/** The column's own name of ours: from what was chosen now, else from what is known of it. */
const ignored = "-"

export const mappingView = (
  into: HTMLElement,
  portal: Portal,
  { opened, unknownWords }: Checked,
  known: Mapping,
  actions: MappingActions
): void => {
  const { say, language } = portal
  const kinds = opened.recordKind === undefined ? recordKinds : [opened.recordKind]
  const names = opened.header?.names.filter((name) => name !== "") ?? []
  const ours = [...new Set([kindColumn, ...kinds.flatMap(columnsOf)])]
  const plans = kinds.map(opened.planOf)
  const chosen = new Map<string, HTMLSelectElement>()
  const words: Array<{ readonly ours: string; readonly theirs: string; readonly select: HTMLSelectElement }> = []

  /** What the column means now; undefined for nothing. */
  const meaning = (name: string): { readonly ours: string | undefined; readonly direct: boolean } => {
    const at = opened.header?.names.indexOf(name) ?? -1
    const bindings = plans.map(({ bindings }) => bindings[at])
    if (bindings.some((binding) => binding?.to === "direct" || binding?.to === "free-text"))
      return { ours: undefined, direct: true }
    for (const binding of bindings) {
      if (binding?.to === "target" || binding?.to === "leg-date")
        return {
          ours:
            binding.target.list === undefined
              ? binding.target.field.name
              : `${singular(binding.target.list.name)}${binding.target.index + 1}.${binding.target.field.name}`,
          direct: false
        }
      if (binding?.to === "flag") return { ours: binding.field.name, direct: false }
      if (binding?.to === "kind") return { ours: kindColumn, direct: false }
    }
    return { ours: undefined, direct: false }
  }

  const columnRow = (name: string): ReadonlyArray<Child> => {
    const now = meaning(name)
    if (now.direct) return [h("bdi", {}, name), say("mapDirect")]
    const select = h(
      "select",
      { "aria-label": `${name}: ${say("mapField")}` },
      options(
        [
          ["", now.ours === undefined ? say("mapNothing") : say("mapKnown", { field: fieldName(language, now.ours) })],
          [ignored, say("mapIgnore")],
          ...ours.map((column) => [column, fieldName(language, column)] as const)
        ],
        opened.mapping.isIgnored(name) ? ignored : (opened.mapping.columnOf(name) ?? "")
      )
    )
    chosen.set(name, select)
    return [h("bdi", {}, name), select]
  }

  const wordRows = (): ReadonlyArray<ReadonlyArray<Child>> =>
    [...unknownWords].flatMap(([column, texts]) => {
      const own = meaning(column).ours
      const list = own === undefined ? undefined : listOf(kinds, own)
      if (own === undefined || list === undefined || list === "regions") return []
      const choices = [["", say("mapNothing")] as const, ...codeChoices(language, list)]
      const field = own.replace(/^.*\./, "")
      return [...texts].map((theirs) => {
        const select = h("select", { "aria-label": `${theirs}: ${say("mapField")}` }, options(choices))
        words.push({ ours: field, theirs, select })
        return [h("bdi", {}, column), h("bdi", {}, theirs), select]
      })
    })

  const needsConsent = kinds.some((kind) => recordSchema(kind).fields.some(({ name }) => name === "researchUseConsent"))
  const hasConsent = names.some((name) => meaning(name).ours === "researchUseConsent")
  const consent = checkbox(say("mapConstantConsent"))
  consent.input.checked = known.constants["researchUseConsent"] === "true"

  const made = (): Mapping => {
    const picked = [...chosen].map(([name, select]) => [name, select.value] as const)
    const values: Record<string, Record<string, string>> = {}
    for (const { ours: field, theirs, select } of words)
      if (select.value !== "") values[field] = { ...values[field], [theirs]: select.value }
    const merged = mergeMappings(known, { columns: {}, values, constants: {}, ignore: [] })
    const inFile = new Set(names)
    const columns = Object.entries(merged.columns).filter(([theirs]) => !inFile.has(theirs))
    const constants = Object.entries(merged.constants).filter(([name]) => name !== "researchUseConsent")
    return {
      columns: Object.fromEntries([...columns, ...picked.filter(([, value]) => value !== "" && value !== ignored)]),
      values: merged.values,
      constants: Object.fromEntries(consent.input.checked ? [...constants, ["researchUseConsent", "true"]] : constants),
      ignore: [
        ...merged.ignore.filter((theirs) => !inFile.has(theirs)),
        ...picked.filter(([, value]) => value === ignored).map(([name]) => name)
      ]
    }
  }

  const rows = wordRows()
  const title = h("h2", { tabindex: "-1", id: newId() }, say("mapTitle"))
  show(
    into,
    title,
    h("p", {}, say("mapIntro")),
    table(say("mapTitle"), [say("mapColumn"), say("mapField")], names.map(columnRow)),
    needsConsent && !hasConsent ? [h("h3", {}, say("mapConstantsTitle")), consent.element] : null,
    h("h3", {}, say("mapWordsTitle")),
    rows.length === 0
      ? h("p", {}, say("mapWordsNone"))
      : [
          h("p", { class: "hint" }, say("mapWordsStay")),
          table(say("mapWordsTitle"), [say("colColumn"), say("mapWord"), say("mapField")], rows)
        ],
    h(
      "p",
      { class: "actions" },
      button(say("mapSave"), () => actions.keep(made()), "main"),
      button(say("mapDownload"), () =>
        download("corridor-mapping.json", [JSON.stringify(made(), null, 2)], "application/json")
      ),
      button(say("back"), actions.back)
    )
  )
  title.focus()
}
