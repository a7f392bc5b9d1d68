/** Send a file: key, file, check, report, and only then sending. */
import type { RecordKind } from "../../../../schemas/RecordSchemas.ts"
import { emptyMapping, type Mapping, parseMapping } from "../../../submit/columns/Mapping.ts"
import { FileRefused } from "../../../submit/read/FileRefused.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import { type Checked, checkInBrowser, Stopped } from "../Checked.ts"
import { h, newId, show } from "../dom.ts"
import { button, field, notice, options } from "../form.ts"
import { type Portal, refusalWords } from "../Portal.ts"
import { keyPanel } from "./keyPanel.ts"
import { mappingView } from "./MappingView.ts"
import { reportView } from "./ReportView.ts"

const kinds = ["victim", "route", "assistance", "proceeding", "withdrawal"] as const

/** What was remembered of the partner's columns; nothing when it cannot be used any more. */
const knownMapping = async (portal: Portal): Promise<Mapping> => {
  const kept = await portal.server.mapping()
  try {
    return parseMapping(kept)
  } catch {
    return emptyMapping
  }
}

export const sendView = (into: HTMLElement, portal: Portal): void => {
  const { say } = portal
  const below = h("div", { class: "below" })
  const kind = h(
    "select",
    { id: "kind" },
    options([["", say("kindByFile")], ...kinds.map((one) => [one, say(`kind_${one}`)] as const)])
  )
  const chooser = h("input", {
    type: "file",
    id: newId(),
    class: "chooser",
    accept: ".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl"
  })
  let file: File | undefined
  let mapping: Mapping | undefined

  const report = (checked: Checked) => {
    const target = h("div")
    show(below, target)
    reportView(target, portal, file?.name ?? "", checked, {
      again: () => void check(),
      map: () =>
        mappingView(target, portal, checked, mapping ?? emptyMapping, {
          keep: (next) => void keep(next),
          back: () => report(checked)
        })
    })
  }

  const keep = async (next: Mapping) => {
    try {
      await portal.server.keepMapping(next)
      mapping = next
      await check()
    } catch (error) {
      below.prepend(notice("bad", refusalWords(portal, error)))
    }
  }

  const check = async () => {
    if (file === undefined) return
    if (portal.key === undefined) return show(below, notice("bad", say("keyFirst")))
    const stop = new AbortController()
    const told = h("p", { id: "checking" }, say("checking", { n: 0 }))
    show(
      below,
      h(
        "div",
        { class: "notice plain" },
        told,
        h("progress", { "aria-labelledby": told.id }),
        button(say("stop"), () => stop.abort())
      )
    )
    try {
      mapping ??= await knownMapping(portal)
      const chosen = kind.value === "" ? undefined : (kind.value as RecordKind)
      const checked = await checkInBrowser(
        { file, name: file.name, key: portal.key, kind: chosen, mapping },
        (rows) => {
          told.textContent = say("checking", { n: rows })
        },
        stop.signal
      )
      report(checked)
    } catch (error) {
      if (error instanceof Stopped) return show(below, notice("plain", say("stopped")))
      if (!(error instanceof FileRefused)) return show(below, notice("bad", refusalWords(portal, error)))
      const { title, expected, mend } = wordsOf(error.code, portal.language)
      show(below, notice("bad", h("p", {}, say("fileRefused")), h("p", {}, `${title} (${expected}). ${mend}`)))
    } finally {
      // The button that was pressed ("stop", "check again") is gone, and the focus with it.
      if (document.activeElement === document.body) chooser.focus()
    }
  }

  const take = (next: File | undefined) => {
    if (next === undefined) return
    file = next
    void check()
  }
  chooser.addEventListener("change", () => {
    take(chooser.files?.[0])
    // So that the same file, mended, can be chosen again.
    chooser.value = ""
  })
  const drop: HTMLDivElement = h(
    "div",
    {
      class: "drop",
      on: {
        dragover: (event) => {
          event.preventDefault()
          drop.classList.add("over")
        },
        dragleave: () => drop.classList.remove("over"),
        drop: (event) => {
          event.preventDefault()
          drop.classList.remove("over")
          take(event.dataTransfer?.files[0])
        }
      }
    },
    h("label", { for: chooser.id }, say("drop")),
    chooser
  )

  show(
    into,
    h("h1", {}, say("sendTitle")),
    h("p", {}, say("sendIntro")),
    keyPanel(portal, () => void check()),
    h("section", { "aria-label": say("sendTitle") }, field(say("kind"), kind), drop),
    below
  )
}
