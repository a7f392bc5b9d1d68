/** Links to the pages of places. */

import { type Content, h } from "@corridor/page/html"
import { placePath } from "../../state/paths.ts"
import { type PageContext, to } from "../PageContext.ts"

export const placeLinks = (context: PageContext, labels: ReadonlyArray<string>): ReadonlyArray<Content> =>
  labels.flatMap((label, i) => {
    const path = placePath(label)
    const name = context.names.place(label)
    return [i === 0 ? "" : ", ", path === undefined ? name : h("a", { href: to(context, path) }, name)]
  })
