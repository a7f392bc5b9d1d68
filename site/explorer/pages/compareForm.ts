/** The form of a comparison: a unit, corridors, and a search for others. */
import { type Content, h } from "@corridor/page/html"
import { severalCountriesOf } from "../../../schemas/SeveralCountries.ts"
import { searchPlaces } from "../search/searchedPlaces.ts"
import { keptFields, type PageContext } from "./PageContext.ts"

/** More do not fit side by side. */
export const maxSeries = 6

/** Corridors that are offered: those with the highest certain figures, the chosen ones, and those of a country that is searched. */
export const maxChoices = 30

export const units = ["persons", "origin", "destination"] as const
export type Unit = (typeof units)[number]

/** What a search for corridors found. */
interface FoundCorridors {
  /** The corridor between two countries. */
  readonly corridor?: string
  /** The likeliest place, or several, if the search names no two countries. */
  readonly places: ReadonlyArray<string>
  /** Their corridors in the edition. */
  readonly offered: ReadonlyArray<string>
}

/** Finds the corridor between two countries, or those of one. `all`: the edition's corridors, as `UKR~RUS`. */
export const findCorridors = (text: string, all: ReadonlyArray<string>): FoundCorridors => {
  const known = new Set(all.flatMap((key) => key.split("~")))
  const [first] = text === "" ? [] : searchPlaces(text, (place) => known.has(place))
  if (first?.kind === "corridor") return { corridor: `${first.origin}~${first.destination}`, places: [], offered: [] }
  const several = first?.kind === "several" ? severalCountriesOf(first.code)?.members : undefined
  const places = several ?? (first?.kind === "place" ? [first.place] : [])
  const own = all.filter((key) => key.split("~").some((end) => places.includes(end)))
  return { places, offered: own.slice(0, maxChoices) }
}

/** Adds a corridor to those of a comparison, in place of the last one if there are as many as fit. */
export const withCorridor = (chosen: ReadonlyArray<string>, corridor: string): ReadonlyArray<string> =>
  chosen.includes(corridor) ? chosen : [...chosen.slice(0, maxSeries - 1), corridor]

/** What a form shows: the corridors that are compared and those to choose from, and what was searched. */
interface Choice {
  readonly chosen: ReadonlyArray<string>
  readonly offered: ReadonlyArray<string>
  readonly unit: Unit
  readonly find: string
  readonly isOpen: boolean
}

/** Returns the choice of corridors and unit. */
export const compareForm = (context: PageContext, { chosen, offered, unit, find, isOpen }: Choice): Content => {
  const { p, names } = context
  const nameOf = (key: string) =>
    key
      .split("~")
      .map((code) => names.place(code))
      .join(" → ")
  const unitNames = { persons: "unitPersons", origin: "unitOrigin", destination: "unitDestination" } as const
  const parts = h(
    "form",
    { class: "compare", method: "get", action: "/compare" },
    h(
      "fieldset",
      h("legend", p("unit")),
      units.map((one) =>
        h(
          "label",
          h("input", { type: "radio", name: "unit", value: one, checked: one === unit }),
          " ",
          p(unitNames[one])
        )
      )
    ),
    h(
      "fieldset",
      h("legend", p("chooseCorridors", { n: maxSeries })),
      h("label", p("findCorridor"), " ", h("input", { type: "text", name: "find", maxlength: 200, value: find })),
      h(
        "div",
        { class: "links" },
        offered.map((key) =>
          h(
            "label",
            h("input", { type: "checkbox", name: "corridor", value: key, checked: chosen.includes(key) }),
            " ",
            nameOf(key)
          )
        )
      )
    ),
    keptFields(context),
    h("button", { type: "submit" }, p("compareNow"))
  )
  return h("details", { class: "choose", open: isOpen }, h("summary", p("change")), parts)
}
