import { type Child, h, show } from "@corridor/page/browser/dom"
import { scrollingTable, stackingTable } from "@corridor/page/browser/table"
import { numberFormat, writeDay } from "@corridor/page/formats"
import type { ProblemCode } from "../../../../schemas/generated/types.ts"
import { type RecordKind, recordKindLabel } from "../../../../schemas/RecordSchemas.ts"
import type { QualityReport } from "../../../quality/QualitySchemas.ts"
import { fieldName } from "../../../submit/columns/FieldLabels.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import type { Portal } from "../Portal.ts"
import { loadedPart } from "./loadedPart.ts"

type Kind = QualityReport["kinds"][number]

const figures = ({ t, language }: Portal) => {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const whole = new Intl.NumberFormat(language, { style: "percent" })
  const percent = new Intl.NumberFormat(language, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1
  })
  const orNot = (value: number | null, write: (value: number) => string) =>
    value === null ? t("qualityNotShown") : write(value)
  return {
    count: (value: number) => number.format(value),
    /** A share of the whole, of two counts. */
    part: (value: number, total: number) =>
      value === 0 || total === 0 ? number.format(value) : `${number.format(value)} (${percent.format(value / total)})`,
    share: (value: number | null) => orNot(value, (one) => percent.format(one / 100)),
    /** Medians are rounded, so they have no decimals. */
    median: (value: number | null) => orNot(value, (one) => whole.format(one / 100)),
    months: (value: number | null) => orNot(value, (one) => number.format(one))
  }
}

const nameOfPath = (language: Portal["language"], path: string) => {
  const [own = "", item] = path.split(".")
  return item === undefined ? fieldName(language, own) : `${fieldName(language, own)}: ${fieldName(language, item)}`
}

const bar = (share: number | null, label: string): Child =>
  share === null ? null : h("meter", { min: "0", max: "100", value: String(share), "aria-label": label })

const section = (heading: string, ...content: ReadonlyArray<Child>) => h("section", h("h2", heading), content)

const arrived = (portal: Portal, { months, refused, duplicates }: QualityReport): HTMLElement => {
  const { t, language } = portal
  const { count, part, median } = figures(portal)
  return section(
    t("qualityMonths"),
    h("p", t("qualityMonthsHint")),
    refused.median === null && duplicates.median === null
      ? null
      : h("p", t("qualityMonthsOthers", { refused: median(refused.median), duplicates: median(duplicates.median) })),
    stackingTable(
      t("qualityMonths"),
      [t("qualityMonth"), t("qualityRead"), t("qualityRefused"), t("qualityDuplicates")],
      months
        .toReversed()
        .map((one) => [
          writeDay(language, one.month),
          count(one.read),
          part(one.refused, one.read),
          part(one.duplicates, one.read)
        ])
    )
  )
}

/** Returns the part of a kind of record: how late it is loaded, and its fields, the least complete first. Others have a column if a median is known. */
const kindPart = (portal: Portal, { kind, records, delay, fields }: Kind): HTMLElement => {
  const { t, language } = portal
  const { share, months, median: medianOf } = figures(portal)
  const label = recordKindLabel(kind as RecordKind, language)
  const isCompared = fields.some(({ median }) => median !== null)
  return section(
    label,
    h("p", t("qualityRecords", { n: records })),
    delay.own === null
      ? null
      : h(
          "p",
          t("qualityDelay", { own: months(delay.own) }),
          delay.median === null ? null : ` ${t("qualityOthers")}: ${months(delay.median)}.`
        ),
    scrollingTable(
      t("qualityFields", { kind: label }),
      [t("qualityField"), t("qualityOwn"), ...(isCompared ? [t("qualityOthers")] : [])],
      fields
        .toSorted((a, b) => (a.own ?? 0) - (b.own ?? 0))
        .map(({ path, own, median }) => {
          const name = nameOfPath(language, path)
          return [
            h("th", { scope: "row" }, name),
            h("td", bar(own, name), " ", share(own)),
            ...(isCompared ? [h("td", medianOf(median))] : [])
          ]
        })
    )
  )
}

const refusedByRule = ({ t, language }: Portal, rules: QualityReport["rules"]): Child => {
  if (rules.length === 0) return null
  const number = numberFormat(language)
  return section(
    t("qualityRules"),
    h("p", t("qualityRulesHint")),
    stackingTable(
      t("qualityRules"),
      [t("qualityMonth"), t("colRule"), t("records"), t("colMend")],
      rules.map(({ month, code, messages }) => {
        const { title, remedy } = wordsOf(code as ProblemCode, language)
        return [writeDay(language, month), title, number.format(messages), remedy]
      })
    )
  )
}

const contributed = ({ t, language }: Portal, editions: QualityReport["editions"]): HTMLElement => {
  const number = numberFormat(language)
  return section(
    t("qualityEditions"),
    editions.length === 0
      ? h("p", t("qualityNoEdition"))
      : stackingTable(
          t("qualityEditions"),
          [t("qualityEdition"), t("qualityPublished"), t("qualityInEdition")],
          editions.map(({ release, edition, publishedAt, kinds }) => [
            h("a", { href: `/?release=${release}&lang=${language}` }, edition.replace(/^main /, "")),
            writeDay(language, publishedAt),
            kinds
              .map(({ kind, records }) => `${recordKindLabel(kind as RecordKind, language)}: ${number.format(records)}`)
              .join("; ")
          ])
        )
  )
}

/** Shows how complete and how timely the partner's records are, what was refused, and what they contributed to. */
export const qualityView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const { element, load } = loadedPart(portal, async () => {
    const found = await portal.server.quality()
    return [
      h("p", t("qualityMedians", { day: { day: found.mediansBefore }, n: found.leastPeers })),
      found.kinds.length + found.months.length === 0
        ? h("p", t("qualityNone"))
        : [
            arrived(portal, found),
            refusedByRule(portal, found.rules),
            found.kinds.map((kind) => kindPart(portal, kind)),
            contributed(portal, found.editions)
          ]
    ]
  })
  element.classList.add("quality")
  show(into, h("h1", t("navQuality")), h("p", t("qualityIntro")), element)
  void load()
}
