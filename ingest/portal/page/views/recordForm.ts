import { h, show } from "@corridor/page/browser/dom"
import { button, options } from "@corridor/page/browser/form"
import { questionApplies } from "../../../../schemas/FieldConditions.ts"
import { regionsOf } from "../../../../schemas/Places.ts"
import type { FieldSpec, RecordKind } from "../../../../schemas/RecordSchemas.ts"
import { recordSchema } from "../../../../schemas/RecordSchemas.ts"
import { regionName } from "../../../../schemas/RegionNames.ts"
import type { Stop } from "../map/RouteMap.ts"
import type { Portal } from "../Portal.ts"
import { type Control, control, list, text } from "./fieldControls.ts"

/** Fields that the program fills in. */
const automaticFields = new Set(["recordId", "revision", "flowMonitoringPoint"])

export interface RecordForm {
  readonly element: HTMLElement
  readonly values: () => Readonly<Record<string, unknown>>
  /** Shows what `values` returned. */
  readonly fill: (values: Readonly<Record<string, unknown>>) => void
  /** Returns the input of a problem's path. */
  readonly inputOf: (path: string) => HTMLElement | undefined
  /** The places of the route, for the map. */
  readonly stops: () => ReadonlyArray<Stop>
}

interface Group {
  readonly controls: ReadonlyMap<string, Control>
  readonly values: () => Readonly<Record<string, unknown>>
  readonly fill: (values: Readonly<Record<string, unknown>>) => void
}

/** Returns whether the question `name` applies, given the answers to the others. */
type Applies = (name: string, answerTo: (field: string) => unknown) => boolean

/** Returns a group of questions. A region's choices depend on its country. A question that does not apply is hidden and has no value. */
const createGroup = (
  portal: Portal,
  specs: ReadonlyArray<FieldSpec>,
  applies: Applies,
  onChange: () => void
): Group => {
  const controls = new Map<string, Control>()
  const answerTo = (name: string) => {
    const one = controls.get(name)
    return one === undefined || one.element.hidden ? undefined : one.value()
  }
  const changed = () => {
    for (const [name, { element }] of controls) element.hidden = !applies(name, answerTo)
    onChange()
  }
  const updateRegions = () => {
    for (const { name, within } of specs) {
      const select = controls.get(name)?.input
      if (within === undefined || !(select instanceof HTMLSelectElement)) continue
      const known = regionsOf(String(controls.get(within)?.value() ?? ""))
      const before = select.value
      show(
        select,
        options(
          [["", portal.t("unknown")], ...known.map(({ code }) => [code, regionName(portal.language, code)] as const)],
          before
        )
      )
      select.disabled = known.length === 0
    }
    changed()
  }
  const hasRegion = new Set(specs.map(({ within }) => within))
  for (const spec of specs)
    controls.set(spec.name, control(portal, spec, hasRegion.has(spec.name) ? updateRegions : changed))
  updateRegions()
  return {
    controls,
    values: () =>
      Object.fromEntries(
        [...controls.keys()].flatMap((name) => {
          const entered = answerTo(name)
          return entered === undefined ? [] : [[name, entered] as const]
        })
      ),
    fill: (values) => {
      const set = () => {
        for (const [name, one] of controls) one.set(values[name])
      }
      set()
      updateRegions()
      // A region can be chosen after its country.
      set()
      changed()
    }
  }
}

/** Returns the legs of a route, in order. */
const createLegs = (portal: Portal, spec: FieldSpec, applies: Applies, changed: () => void) => {
  const { t } = portal
  const specs = spec.fields.filter(({ name }) => !automaticFields.has(name))
  const list = h("ol", { class: "legs" })
  let legs: Array<Group> = []
  const draw = () => {
    show(
      list,
      legs.map((leg, i) =>
        h(
          "li",
          h(
            "fieldset",
            h("legend", t("legN", { n: i + 1 })),
            h(
              "div",
              { class: "grid" },
              [...leg.controls.values()].map(({ element }) => element)
            ),
            legs.length > 1
              ? button(t("removeLeg", { n: i + 1 }), () => {
                  legs = legs.filter((one) => one !== leg)
                  draw()
                })
              : null
          )
        )
      )
    )
    changed()
  }
  const add = () => {
    legs.push(createGroup(portal, specs, applies, changed))
    draw()
  }
  const element = h(
    "section",
    { "aria-labelledby": "legs-title" },
    h("h2", { id: "legs-title" }, t("legsTitle")),
    list,
    button(t("addLeg"), () => {
      if (legs.length >= (spec.maxItems ?? 20)) return
      add()
      list.lastElementChild?.querySelector("select")?.focus()
    })
  )
  const fill = (places: ReadonlyArray<unknown>) => {
    while (legs.length < places.length) add()
    for (const [i, leg] of legs.entries()) leg.fill((places[i] ?? {}) as Readonly<Record<string, unknown>>)
  }
  return { element, add, fill, legs: () => legs }
}

/** Builds the form of a kind of record from its schema, with the questions that apply. A route starts with two legs. */
export const recordForm = (portal: Portal, kind: RecordKind, onChange: () => void): RecordForm => {
  const { fields } = recordSchema(kind)
  let isReady = false
  const changed = () => {
    if (isReady) onChange()
  }
  const own = createGroup(
    portal,
    fields.filter(({ name, type }) => type !== "record" && !automaticFields.has(name)),
    (name, answerTo) => questionApplies(kind, name, answerTo),
    changed
  )
  const legsField = fields.find(({ type }) => type === "record")
  const legs =
    legsField === undefined
      ? undefined
      : createLegs(
          portal,
          legsField,
          (name, answerTo) => questionApplies(kind, `${legsField.name}.${name}`, answerTo),
          changed
        )
  legs?.add()
  legs?.add()
  isReady = true
  return {
    element: h(
      "div",
      h(
        "div",
        { class: "grid" },
        [...own.controls.values()].map(({ element }) => element)
      ),
      legs?.element ?? null
    ),
    values: () => {
      const places = legs
        ?.legs()
        .map((leg) => leg.values())
        .filter((leg) => Object.keys(leg).length > 0)
      return { ...own.values(), ...(legsField === undefined ? {} : { [legsField.name]: places ?? [] }) }
    },
    fill: (values) => {
      own.fill(values)
      if (legsField !== undefined) legs?.fill(list(values[legsField.name]))
    },
    inputOf: (path) => {
      const [, index, name] = /^legs\[(\d+)\]\.(\w+)/.exec(path) ?? []
      if (index !== undefined && name !== undefined) return legs?.legs()[Number(index)]?.controls.get(name)?.input
      return own.controls.get(path.replace(/\[\d+\]$/, ""))?.input
    },
    stops: () =>
      legs?.legs().map((leg) => {
        const values = leg.values()
        return { country: text(values["country"]), region: text(values["region"]), role: text(values["role"]) }
      }) ?? []
  }
}
