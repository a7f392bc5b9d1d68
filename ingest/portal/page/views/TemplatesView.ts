/** Files to fill in, by kind of record and format. */
import { h, show } from "../dom.ts"
import { table } from "../form.ts"
import type { Portal } from "../Portal.ts"

const kinds = ["victim", "route", "assistance", "proceeding"] as const

export const templatesView = (into: HTMLElement, { say, language }: Portal): void => {
  const link = (kind: string, format: string, name: string) =>
    h(
      "a",
      { href: `/portal/api/templates/${kind}/${language}/${format}`, download: `corridor-${kind}.${format}` },
      h("span", { class: "unseen" }, `${say("download")}: ${say(`kind_${kind as (typeof kinds)[number]}`)}, `),
      name
    )
  show(
    into,
    h("h1", {}, say("templatesTitle")),
    h("p", {}, say("templatesIntro")),
    table(
      say("templatesTitle"),
      [say("template"), "Excel", "CSV"],
      kinds.map((kind) => [say(`kind_${kind}`), link(kind, "xlsx", "Excel (.xlsx)"), link(kind, "csv", "CSV (.csv)")])
    )
  )
}
