/** What every part of the page shares: the language, the worker, and how a refusal is shown. */
import { show } from "@corridor/page/browser/dom"
import { notice } from "@corridor/page/browser/form"
import { type Translate, translator } from "@corridor/page/translator"
import { wrap } from "comlink"
import type { Language } from "../../../schemas/Languages.ts"
import { catalogues } from "../words/catalogues.ts"
import type { RoundWord } from "../words/en.ts"
import { termName } from "../words/termName.ts"
import type { Outcome, Reason, RoundWorker } from "./roundWorker.ts"

/** The linker and the key holders, as the page was made for them. */
export const parties = JSON.parse(document.getElementById("parties")?.textContent ?? "[]") as ReadonlyArray<{
  readonly name: string
  readonly address: string
}>

const workerUrl = URL.createObjectURL(
  new Blob([document.getElementById("worker")?.textContent ?? ""], { type: "text/javascript" })
)
export const worker = wrap<RoundWorker>(new Worker(workerUrl))

const roundWords: Readonly<Partial<Record<string, RoundWord>>> = {
  "terms-invalid": "termsInvalid",
  "agreement-missing": "agreementMissing",
  veto: "veto",
  "not-open": "notOpen",
  expired: "expired",
  limit: "limit",
  "answer-false": "answerFalse",
  "already-submitted": "alreadySubmitted"
}

const partyWords = {
  silent: "partySilent",
  storage: "partyStorage",
  token: "partyToken",
  refused: "partyRefused",
  other: "partyOther",
  unconnected: "partyUnconnected"
} as const

export interface RoundPage {
  readonly language: Language
  readonly t: Translate<RoundWord>
  /** Returns the name of a field of a case file or of a dimension of the terms. */
  readonly fieldName: (name: string) => string
  /** Shows in `below` why something was not done, or gives the result to `onDone`. */
  readonly settle: <A>(below: Element, running: Promise<Outcome<A>>, onDone: (done: A) => void) => Promise<void>
}

export const roundPage = (language: Language): RoundPage => {
  const t: Translate<RoundWord> = translator(language, catalogues[language])

  const reasonText = (reason: Reason): string => {
    if (reason.by === "own file") return t("ownRefused")
    if (reason.by === "party") return t(partyWords[reason.reason], { party: reason.party })
    if (reason.by === "round") return t(roundWords[reason.code] ?? "refused", { holder: reason.holder ?? "–" })
    return reason.text
  }

  return {
    language,
    t,
    fieldName: (name) => termName(language, name),
    settle: async (below, running, onDone) => {
      try {
        const outcome = await running
        if ("done" in outcome) onDone(outcome.done)
        else show(below, notice("bad", reasonText(outcome.refused)))
      } catch {
        show(below, notice("bad", t("failed")))
      }
    }
  }
}
