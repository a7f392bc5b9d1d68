/** What approvers read: an entry that waits, and the entries that wait or are decided. */
import { type Child, h } from "@corridor/page/browser/dom"
import { button, notice } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { numberFormat } from "@corridor/page/formats"
import type { ProblemCode } from "../../../../schemas/generated/types.ts"
import type { Language } from "../../../../schemas/Languages.ts"
import { type FieldSpec, type RecordKind, recordKindLabel, recordSchema } from "../../../../schemas/RecordSchemas.ts"
import { returnReasons } from "../../../review/returnReasons.ts"
import { fieldName } from "../../../submit/columns/FieldLabels.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import { shownValue } from "../../../submit/words/ShownValue.ts"
import type { EntryDetail, ReviewAnswer } from "../../api/ReviewApi.ts"
import type { Portal } from "../Portal.ts"
import { formatTime } from "./formatTime.ts"

type Values = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)

const lines = (fields: ReadonlyArray<FieldSpec>, values: Values, language: Language): Array<string> =>
  fields.flatMap((field): Array<string> => {
    const value = values[field.name]
    if (isEmpty(value)) return []
    const label = fieldName(language, field.name)
    return field.type === "record"
      ? (value as ReadonlyArray<Values>).map(
          (item, i) => `${label} ${i + 1}: ${lines(field.fields, item, language).join(", ")}`
        )
      : [`${label}: ${shownValue(language, value, field.codeList)}`]
  })

/** Returns the filled fields of a record, one on a line, in the partner's words. */
const recordCells = (kind: RecordKind, values: Values, language: Language): Child =>
  h(
    "ul",
    { class: "fields" },
    lines(recordSchema(kind).fields, values, language).map((line) => h("li", line))
  )

export type Entry = ReviewAnswer["entries"][number]

/** Returns what an entry would change: counts, warnings, the mapping of its file, and its records. */
export const entryDetail = ({ t, language }: Portal, entry: Entry, { counts, mapping, records }: EntryDetail) => {
  const count = numberFormat(language).format
  const differences = (["new", "corrections", "unchanged", "outdated"] as const).map((one) => [
    t(`reviewCount_${one}`),
    count(counts[one])
  ])
  const warnings = entry.warnings.map(({ code, rows }) => [wordsOf(code as ProblemCode, language).title, count(rows)])
  return [
    entry.undo ? notice("bad", t("reviewUndoes")) : null,
    stackingTable(t("reviewDifferences"), [t("reviewDifferences"), t("records")], differences),
    warnings.length === 0 ? null : stackingTable(t("colRule"), [t("colRule"), t("records")], warnings),
    mapping.length === 0
      ? null
      : h(
          "details",
          h("summary", t("reviewMapping")),
          stackingTable(
            t("reviewMapping"),
            [t("reviewColumn"), t("reviewField")],
            mapping.map(({ column, field }) => [column, field])
          )
        ),
    stackingTable(
      t("reviewRecords", { n: records.length }),
      [t("recordKind"), t("reviewChange"), t("reviewFields")],
      records.map(({ kind, change, fields }) => [
        recordKindLabel(kind, language),
        t(`change_${change}`),
        recordCells(kind, fields, language)
      ])
    )
  ]
}

/** `look` shows an entry, to those who may approve it. */
export const waitingTable = (
  { t, language, session }: Portal,
  waiting: ReadonlyArray<Entry>,
  look: (entry: Entry) => void
) =>
  stackingTable(
    t("reviewWaiting"),
    [t("reviewEnteredBy"), t("eventWhen"), t("records"), t("reviewUntil"), t("reviewLook")],
    waiting.map((entry) => [
      entry.enteredBy,
      formatTime(language, entry.enteredAt),
      numberFormat(language).format(entry.records - entry.erased),
      formatTime(language, entry.expiresAt),
      session.may.includes("approve") ? button(t("reviewLook"), () => look(entry)) : ""
    ])
  )

const stateText = ({ t }: Portal, now: Entry["state"]) => {
  if (now === "sent") return t("reviewSent")
  if (now === "approved") return t("reviewSending")
  return t(`state_${now === "returned" || now === "expired" ? now : "withdrawn"}`)
}

/** Returns the table of entries that no longer wait, with who decided, when and why. */
export const decidedTable = (portal: Portal, decided: ReadonlyArray<Entry>) => {
  const { t, language } = portal
  return stackingTable(
    t("reviewDecided"),
    [t("reviewEnteredBy"), t("records"), t("state"), t("reviewDecidedBy"), t("eventWhen"), t("reviewReason")],
    decided.map(({ enteredBy, records, state, decidedBy, decidedAt, reason }) => [
      enteredBy,
      numberFormat(language).format(records),
      stateText(portal, state),
      decidedBy,
      decidedAt === null ? "" : formatTime(language, decidedAt),
      returnReasons.some((one) => one === reason) ? t(`reason_${reason as (typeof returnReasons)[number]}`) : ""
    ])
  )
}
