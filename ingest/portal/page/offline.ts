/** The page that checks a file without a network, an account or a key: it never sends anything. */

import { h, newId, show } from "@corridor/page/browser/dom"
import { button, field, notice } from "@corridor/page/browser/form"
import { type StandAlonePage, showStandAlonePage } from "@corridor/page/browser/standAlonePage"
import { translator } from "@corridor/page/translator"
import { type Language, languageNames } from "../../../schemas/Languages.ts"
import { emptyMapping, type Mapping, parseMapping } from "../../submit/columns/Mapping.ts"
import { FileRefused } from "../../submit/read/FileRefused.ts"
import { wordsOf } from "../../submit/words/ProblemWords.ts"
import { catalogues } from "../words/catalogues.ts"
import { type Checked, checkInBrowser } from "./Checked.ts"
import type { Reader } from "./Reader.ts"
import { checkSummary, chosenKind, kindSelect, refusedNotice, reportTitle, saveReport } from "./views/checkedParts.ts"
import { fileDrop } from "./views/fileDrop.ts"
import { previewTables } from "./views/previewTables.ts"
import { problemTables } from "./views/problemTables.ts"
import { showSheets } from "./views/sheetChooser.ts"

/** Returns a key for one check: nothing that is made with it leaves the page. */
const checkKey = () =>
  crypto.subtle.importKey("raw", crypto.getRandomValues(new Uint8Array(32)), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign"
  ])

const reportOf = (reader: Reader, name: string, checked: Checked) => {
  const { t } = reader
  const { check } = checked
  return h(
    "section",
    { "aria-labelledby": "report-title" },
    h("h2", { id: "report-title", tabindex: "-1" }, reportTitle(reader, name)),
    checkSummary(reader, checked),
    previewTables(reader, checked.columns, undefined),
    check.problemCount > 0
      ? [
          h(
            "p",
            { class: "actions" },
            button(t("downloadReport"), () => void saveReport(reader, name, checked))
          ),
          h("p", { class: "hint" }, t("reportStays"))
        ]
      : null,
    problemTables(reader, check.problems)
  )
}

const pageIn = (language: Language): StandAlonePage => {
  const t = translator(language, catalogues[language])
  const reader: Reader = { t, language }
  const below = h("div", { class: "below" })
  let mapping: Mapping = emptyMapping
  let sheet: string | undefined
  let file: File | undefined
  const kind = kindSelect(reader)

  const chooseSheet = (sheets: FileRefused["sheets"]) =>
    showSheets(reader, below, sheets, (chosen) => {
      sheet = chosen
      void check()
    })

  const check = async () => {
    if (file === undefined) return
    const progress = h("p", t("checking", { n: 0 }))
    show(below, h("div", { class: "notice plain", role: "status" }, progress))
    try {
      const checked = await checkInBrowser(
        { file, name: file.name, key: await checkKey(), kind: chosenKind(kind), mapping, sheet },
        (rows) => {
          progress.textContent = t("checking", { n: rows })
        },
        new AbortController().signal
      )
      show(below, reportOf(reader, file.name, checked))
      below.querySelector("h2")?.focus()
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error
      if (error.sheets.length > 0) return chooseSheet(error.sheets)
      show(below, refusedNotice(reader, error, t("offlineRefused")))
    }
  }

  const drop = fileDrop(t("offlineFile"), (next) => {
    file = next
    sheet = undefined
    void check()
  })
  const ownMapping = h("input", {
    type: "file",
    id: newId(),
    class: "mapping",
    accept: ".json",
    on: {
      change: async () => {
        try {
          mapping = parseMapping(JSON.parse((await ownMapping.files?.[0]?.text()) ?? ""))
          void check()
        } catch {
          const { title, remedy } = wordsOf("mapping-malformed", language)
          show(below, notice("bad", `${title}. ${remedy}`))
        }
      }
    }
  })
  return {
    name: t("offlineTitle"),
    title: t("offlineTitle"),
    languageLabel: t("language"),
    content: [
      h("p", t("offlineIntro")),
      field(t("kind"), kind),
      drop.element,
      field(t("offlineMapping"), ownMapping),
      below
    ]
  }
}

showStandAlonePage(document.getElementById("portal") as HTMLElement, languageNames, pageIn)
