/** The page with which a partner takes part in linkage rounds, opened as a file: its form and what it shows. The work is in `roundWorker`. */
import { download, h, newId, show } from "@corridor/page/browser/dom"
import { button, checkbox, field, languageSelect, notice, options } from "@corridor/page/browser/form"
import { type Translate, translator } from "@corridor/page/translator"
import { proxy, wrap } from "comlink"
import { isLanguage, type Language, languageNames } from "../../../schemas/Languages.ts"
import { caseFields } from "../caseFields.ts"
import { catalogues } from "../words/catalogues.ts"
import type { RoundWord } from "../words/en.ts"
import type { Counted, Outcome, Own, Reason, RoundWorker, ShownTerms } from "./roundWorker.ts"

/** The linker and the key holders, as the page was made for them. */
const parties = JSON.parse(document.getElementById("parties")?.textContent ?? "[]") as ReadonlyArray<{
  readonly name: string
  readonly address: string
}>

const workerUrl = URL.createObjectURL(
  new Blob([document.getElementById("worker")?.textContent ?? ""], { type: "text/javascript" })
)
const worker = wrap<RoundWorker>(new Worker(workerUrl))

const roundWords: Readonly<Partial<Record<string, RoundWord>>> = {
  "terms-invalid": "termsInvalid",
  "agreement-missing": "agreementMissing",
  veto: "veto",
  "not-open": "notOpen",
  limit: "limit",
  "answer-false": "answerFalse",
  "already-submitted": "alreadySubmitted"
}

const partyWords = {
  silent: "partySilent",
  token: "partyToken",
  refused: "partyRefused",
  other: "partyOther",
  unconnected: "partyUnconnected"
} as const

const start = (root: HTMLElement, language: Language): void => {
  const t: Translate<RoundWord> = translator(language, catalogues[language])
  document.documentElement.lang = language
  document.title = t("title")

  /** The name of a field of a case file; a dimension of the terms has no other than its own. */
  const fieldName = (name: string): string => {
    const word = caseFields.find((one) => one === name)
    return word === undefined ? name : t(word)
  }

  const reasonText = (reason: Reason): string => {
    if (reason.by === "own file") return t("ownRefused")
    if (reason.by === "party") return t(partyWords[reason.reason], { party: reason.party })
    if (reason.by === "round") return t(roundWords[reason.code] ?? "refused", { holder: reason.holder ?? "–" })
    return reason.text
  }

  /** Shows in `below` why something was not done, or gives the result to `go`. */
  const settle = async <A>(below: Element, running: Promise<Outcome<A>>, go: (done: A) => void): Promise<void> => {
    try {
      const outcome = await running
      if ("done" in outcome) go(outcome.done)
      else show(below, notice("bad", reasonText(outcome.refused)))
    } catch {
      show(below, notice("bad", t("failed")))
    }
  }

  const part = (title: RoundWord, ...children: Parameters<typeof h>[2][]) => {
    const id = newId()
    return h("section", { "aria-labelledby": id }, h("h2", { id }, t(title)), children)
  }

  const own = h("div")
  const ownBelow = h("div", { class: "below" })
  const terms = h("div", { class: "below" })
  const counted = h("div", { class: "below" })
  const result = h("div", { class: "below" })

  const save = (partner: string, text: string) => download(`linkage-${partner}.json`, [text], "application/json")

  const ownForm = () => {
    const id = h("input", { type: "text", autocomplete: "off", spellcheck: "false" })
    const chooser: HTMLInputElement = h("input", {
      type: "file",
      accept: ".json",
      on: {
        change: async () => {
          const text = await chooser.files?.[0]?.text()
          if (text !== undefined) await settle(ownBelow, worker.open({ text }), showOwn)
        }
      }
    })
    const make = () => void settle(ownBelow, worker.open({ partner: id.value.trim() }), showOwn)
    show(
      own,
      h("p", {}, t("ownIntro")),
      field(t("ownOpen"), chooser),
      field(t("ownId"), id),
      button(t("ownMake"), make)
    )
  }

  let partnerId = ""

  const showOwn = ({ partner, publicKey, connected }: Own) => {
    partnerId = partner
    const tokens = parties.map(({ name, address }) => {
      const input = h("input", { type: "password", autocomplete: "off" })
      const hint = connected.includes(name) ? t("tokenThere") : undefined
      return { name, address, input, element: field(t("tokenOf", { party: name }), input, hint) }
    })
    const keep = async () => {
      const given = tokens.filter(({ input }) => input.value.trim() !== "")
      const changed = await worker.connect(
        Object.fromEntries(given.map(({ name, address, input }) => [name, { address, token: input.value.trim() }]))
      )
      save(partner, changed.text)
      showOwn(changed.own)
      show(ownBelow, notice("good", t("ownSaved")))
    }
    show(
      own,
      h("p", {}, h("strong", {}, t("ownOf", { partner }))),
      h("p", {}, `${t("ownPublicKey")}: `, h("code", { class: "public-key" }, publicKey)),
      h("p", { class: "hint" }, t("ownPublicKeyHint")),
      tokens.map(({ element }) => element),
      button(t("ownSave"), () => void keep(), "main")
    )
    show(ownBelow)
  }

  const showTerms = ({ terms: { purpose, fields, strata, holders, threshold, limits, epsilon }, code }: ShownTerms) => {
    const rows: ReadonlyArray<readonly [RoundWord, string]> = [
      ["termsPurpose", purpose],
      ["termsFields", fields.map(fieldName).join(", ")],
      [
        "termsStrata",
        Object.entries(strata)
          .map(([name, labels]) => `${name} (${labels.join(", ")})`)
          .join("; ")
      ],
      ["termsHolders", `${holders.map(({ id }) => id).join(", ")}. ${t("termsThreshold", { n: threshold })}`],
      ["termsLimit", limits.persons.toLocaleString(language)],
      ["termsNoise", epsilon === undefined ? t("termsExact") : t("termsEpsilon", { epsilon })],
      ["termsCode", code]
    ]
    show(
      terms,
      h(
        "dl",
        { class: "terms" },
        rows.map(([word, value]) => [h("dt", {}, t(word)), h("dd", {}, value)])
      )
    )
    fileForm()
    show(veto, vetoPart())
  }

  const round = h("input", { type: "text", autocomplete: "off", spellcheck: "false" })
  const askForTerms = () => {
    show(counted)
    show(result)
    void settle(terms, worker.show(round.value.trim()), showTerms)
  }

  const file = h("div", {}, h("p", { class: "hint" }, t("termsFirst")))

  const fileForm = () => {
    let columns: Readonly<Record<string, string>> = {}
    let sheet: string | undefined
    const chooser: HTMLInputElement = h("input", {
      type: "file",
      class: "chooser",
      accept: ".csv,.tsv,.txt,.xlsx,.ods,.json,.ndjson,.jsonl",
      on: {
        change: () => {
          columns = {}
          sheet = undefined
          void read()
        }
      }
    })

    const chooseSheet = (sheets: Extract<Reason, { by: "case file" }>["sheets"]) => {
      const select = h(
        "select",
        {},
        options(sheets.map(({ position, name }) => [String(position), name || String(position)] as const))
      )
      const go = () => {
        sheet = select.value
        void read()
      }
      show(counted, field(t("fileSheet"), select), button(t("fileAgain"), go))
    }

    const read = async () => {
      const chosen = chooser.files?.[0]
      if (chosen === undefined) return
      show(result)
      show(counted, notice("plain", t("fileReading")))
      const outcome = worker.read({ file: chosen, sheet, columns, language })
      const refused = await outcome.then((one) => ("refused" in one ? one.refused : undefined)).catch(() => undefined)
      if (refused?.by === "case file" && refused.sheets.length > 0) return chooseSheet(refused.sheets)
      await settle(counted, outcome, showCounted)
    }

    const showCounted = ({ persons, rows, found, missing, unused, withoutKeys, unreadDates }: Counted) => {
      const selects = missing.map((name) => {
        const select = h("select", {}, options([["", t("fileNone")], ...unused.map((one) => [one, one] as const)]))
        return { name, select, element: field(t("fileColumn", { field: fieldName(name) }), select) }
      })
      const again = () => {
        const chosen = selects.filter(({ select }) => select.value !== "")
        columns = { ...columns, ...Object.fromEntries(chosen.map(({ name, select }) => [select.value, name])) }
        void read()
      }
      show(
        counted,
        notice(
          "plain",
          h("p", { class: "counts" }, t("fileRead", { n: persons, rows })),
          h("p", {}, `${t("fileFound")}: ${found.map(fieldName).join(", ")}.`),
          h(
            "p",
            {},
            `${t("fileWithout")}: ${withoutKeys.toLocaleString(language)}. ${t("fileDates")}: ${unreadDates.toLocaleString(language)}.`
          )
        ),
        unused.length > 0 && selects.length > 0
          ? h(
              "details",
              {},
              h("summary", {}, t("fileAgain")),
              selects.map(({ element }) => element),
              button(t("fileAgain"), again)
            )
          : null
      )
      sendForm()
    }
    show(file, field(t("fileLabel"), chooser, t("fileChoose")))
  }

  const sendForm = () => {
    const bar = h("progress", { "aria-label": t("sendTitle") })
    const words = h("p", {})
    const send = async () => {
      agree.input.disabled = true
      go.disabled = true
      show(result, h("div", { class: "notice plain" }, words, bar))
      const keep = proxy((text: string) => save(partnerId, text))
      const onProgress = proxy((done: number, total: number) => {
        bar.max = total
        bar.value = done
        words.textContent = t("sending", { done, total })
      })
      await settle(result, worker.send(keep, onProgress), (n) => show(result, notice("good", t("sent", { n }))))
      agree.input.disabled = false
      go.disabled = !agree.input.checked
    }
    const go = button(t("sendGo"), () => void send(), "main")
    const agree = checkbox(t("sendAgree"), (checked) => {
      go.disabled = !checked
    })
    go.disabled = true
    show(sending, agree.element, h("p", { class: "hint" }, t("sendKept")), go)
  }

  const vetoPart = () => {
    const below = h("div", { class: "below" })
    const sign = () => void settle(below, worker.veto(), () => show(below, notice("good", t("vetoed"))))
    return h(
      "details",
      {},
      h("summary", {}, t("vetoTitle")),
      h("p", {}, t("vetoIntro")),
      button(t("vetoGo"), sign),
      below
    )
  }

  const sending = h("div", {}, h("p", { class: "hint" }, t("fileFirst")))
  const veto = h("div")
  ownForm()
  show(
    root,
    h(
      "header",
      {},
      h("p", { class: "name" }, "Corridor"),
      languageSelect(t("language"), languageNames, language, (next) => {
        if (isLanguage(next)) start(root, next)
      })
    ),
    h(
      "main",
      { id: "content" },
      h("h1", {}, t("title")),
      h("p", {}, t("intro")),
      h("p", { class: "hint" }, t("save")),
      part("ownTitle", own, ownBelow),
      part("roundTitle", field(t("roundId"), round), button(t("roundShow"), askForTerms), terms),
      part("fileTitle", file, counted),
      part("sendTitle", sending, result, veto)
    )
  )
}

const wanted = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage)
start(document.getElementById("round") as HTMLElement, wanted ?? "en")
