import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { fillMessage, type Values } from "@corridor/page/fillMessage"
import type { ShownReceipt } from "../../../release/published/withdrawalReceipt.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { receiptWords } from "../words/receiptPage.ts"
import { textPage } from "./textPage.ts"

export const receiptPath = "/receipts/withdrawal"

/** A receipt, or why none is shown. */
type Shown = ShownReceipt | "unknown" | "tooMany"

const answer = (language: Language, shown: Shown): string => {
  const words = receiptWords[language]
  if (typeof shown === "string") return `<p role="alert">${escapeHtml(words[shown])}</p>`
  const say = (text: string, values: Values) => escapeHtml(fillMessage(language, text, values))
  const listed = (intro: string, releases: ShownReceipt["releasesBefore"]) => {
    const items = releases.map(
      ({ release, publishedOn }) =>
        `<li>${say(words.release, { release: String(release), day: { day: publishedOn } })}</li>`
    )
    return `<p>${escapeHtml(intro)}</p><ul>${items.join("")}</ul>`
  }
  const { releasesBefore: before, releasesLater: later } = shown
  return `<section role="status"><p><strong>${say(words.tookEffect, { day: { day: shown.tookEffect } })}</strong></p>
${before.length === 0 ? `<p>${escapeHtml(words.none)}</p>` : listed(words.before, before)}
${later.length === 0 ? "" : listed(words.later, later)}<p>${escapeHtml(later.length === 0 ? words.after : words.others)}</p></section>`
}

/** Returns the page on which a person enters a code, with the answer if there is one. It never contains the code. */
export const receiptPage = (language: Language, style: Asset, shown?: Shown): string => {
  const words = receiptWords[language]
  const main = `<h1>${escapeHtml(words.title)}</h1>
${shown === undefined ? "" : answer(language, shown)}
<p>${escapeHtml(words.about)}</p>
<form method="post" action="${receiptPath}?lang=${language}" autocomplete="off">
<p><label>${escapeHtml(words.code)} <input name="code" required maxlength="64" size="28" autocomplete="off" spellcheck="false"></label>
<button>${escapeHtml(words.show)}</button></p>
</form>`
  return textPage(language, {
    path: receiptPath.slice(1),
    title: words.title,
    style,
    isInvented: false,
    main
  })
}
