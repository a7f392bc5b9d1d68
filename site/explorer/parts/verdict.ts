import { type Content, h } from "@corridor/page/html"
import type { VerdictBox } from "../views/View.ts"

/** The verdict on a series: the sentence first, then its numbers. */
export const verdict = ({ sentence, figures, more }: VerdictBox): Content =>
  h(
    "section",
    { class: "verdict" },
    h("p", { class: "sentence" }, sentence),
    figures.map((text) => h("p", {}, text)),
    h("p", {}, h("a", { href: more.address }, more.words))
  )
