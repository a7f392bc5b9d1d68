import type { Create } from "@corridor/page/tableOf"
import type { VerdictBox } from "../views/View.ts"

/** Returns the verdict on a series: the sentence first, then its numbers. */
export const verdict = <Node>(h: Create<Node>, { sentence, figures, more }: VerdictBox): Node =>
  h(
    "section",
    { class: "verdict" },
    h("p", { class: "sentence" }, sentence),
    figures.map((text) => h("p", text)),
    h("p", h("a", { href: more.address }, more.words))
  )
