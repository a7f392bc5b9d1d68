import { h } from "@corridor/page/html"
import { renderToString } from "preact-render-to-string"
import { assert, describe, it } from "vitest"

describe("h", () => {
  it("takes attributes only if there are any", () => {
    for (const [element, html] of [
      [h("p"), "<p></p>"],
      [h("p", "a", 1, null), "<p>a1</p>"],
      [h("p", h("b", "a")), "<p><b>a</b></p>"],
      [h("ul", [h("li", "a"), h("li", "b")]), "<ul><li>a</li><li>b</li></ul>"],
      [h("p", { class: "quiet", hidden: false }, "a"), '<p class="quiet">a</p>']
    ] as const)
      assert.strictEqual(renderToString(element), html)
  })
})
