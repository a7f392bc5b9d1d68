import { type Content, h } from "@corridor/page/html"
import type { Cell } from "../cells/Table.ts"
import type { Role } from "../drawings/roleSign.ts"
import { figureWords, type PageContext } from "./PageContext.ts"

interface RoleCard {
  readonly role: Role
  readonly cell: Cell
  /** Next to the name of the role. */
  readonly tag?: string | undefined
  /** Below the figure. */
  readonly more?: string | undefined
  /** The id of the section about the role. */
  readonly about?: string | undefined
}

/** Returns the figures of a place as origin, transit and destination, side by side. */
export const roleCards = (context: PageContext, cards: ReadonlyArray<RoleCard>): Content =>
  h(
    "dl",
    { class: "roles" },
    cards.map(({ role, cell, tag, more, about }) =>
      h(
        "div",
        { class: role },
        h(
          "dt",
          about === undefined ? context.t(role) : h("a", { href: `#${about}` }, context.t(role)),
          tag === undefined ? null : h("span", { class: "tag" }, tag)
        ),
        h("dd", { "data-state": cell.state }, figureWords(context, cell)),
        more === undefined ? null : h("dd", { class: "more" }, more)
      )
    )
  )
