import { h, show } from "@corridor/page/browser/dom"
import { stackingTable } from "@corridor/page/browser/table"
import { type RecordKind, recordKindLabel } from "../../../../schemas/RecordSchemas.ts"
import { partnerProgramName, partnerProgramPath } from "../../api/partnerProgram.ts"
import { enteredKinds } from "../../api/recordKinds.ts"
import type { Portal } from "../Portal.ts"

/** Empty files to fill in, by kind of record and format. */
export const templatesView = (into: HTMLElement, { t, language }: Portal): void => {
  const link = (kind: RecordKind, format: string, name: string) =>
    h(
      "a",
      { href: `/portal/api/templates/${kind}/${language}/${format}`, download: `corridor-${kind}.${format}` },
      h("span", { class: "unseen" }, `${t("download")}: ${recordKindLabel(kind, language)}, `),
      name
    )
  show(
    into,
    h("h1", t("navTemplates")),
    h("p", t("templatesIntro")),
    stackingTable(
      t("navTemplates"),
      [t("template"), "Excel", "CSV"],
      enteredKinds.map((kind) => [
        recordKindLabel(kind, language),
        link(kind, "xlsx", "Excel (.xlsx)"),
        link(kind, "csv", "CSV (.csv)")
      ])
    ),
    h("h2", t("programTitle")),
    h("p", t("programIntro")),
    h("p", h("a", { href: partnerProgramPath, download: partnerProgramName }, partnerProgramName))
  )
}
