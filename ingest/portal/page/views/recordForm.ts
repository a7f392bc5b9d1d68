import { h, newId, show } from "@corridor/page/browser/dom"
import { button, field as labelled, options } from "@corridor/page/browser/form"
import { questionApplies } from "../../../../schemas/FieldConditions.ts"
import { regionsOf } from "../../../../schemas/Places.ts"
import type { FieldSpec, RecordKind } from "../../../../schemas/RecordSchemas.ts"
import { recordSchema } from "../../../../schemas/RecordSchemas.ts"
import { regionName } from "../../../../schemas/RegionNames.ts"
import { fieldName } from "../../../submit/columns/FieldLabels.ts"
import { codeChoices } from "../../words/codes.ts"
import type { Stop } from "../map/RouteMap.ts"
import type { Portal } from "../Portal.ts"

/** Fields that the program fills in. */
const automaticFields = new Set(["recordId", "revision", "flowMonitoringPoint"])

/** One field of the form. `value` is undefined while it is empty. */
interface Control {
  readonly element: HTMLElement
  /** The element that the field's error is attached to. */
  readonly input: HTMLElement
  readonly value: () => unknown
  /** Shows a value that `value` returned, or nothing. */
  readonly set: (value: unknown) => void
}

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

const label = ({ t, language }: Portal, { name, optional }: FieldSpec) =>
  optional ? fieldName(language, name) : `${fieldName(language, name)} (${t("required")})`

const text = (value: unknown): string => (typeof value === "string" ? value : "")
const list = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

const hints: Readonly<Record<string, string>> = { "partial-date": "2004, 2004-03, 2004-03-17" }

const selectControl = (portal: Portal, spec: FieldSpec, changed: () => void): Control => {
  const { t, language } = portal
  const choices =
    spec.type === "boolean"
      ? ([
          ["true", t("yes")],
          ["false", t("no")]
        ] as const)
      : spec.codeList === "regions"
        ? []
        : codeChoices(language, spec.codeList as string)
  const select = h("select", { id: newId(), on: { change: changed } }, options([["", t("unknown")], ...choices]))
  return {
    element: labelled(label(portal, spec), select),
    input: select,
    value: () => select.value || undefined,
    set: (value) => {
      select.value = text(value)
    }
  }
}

const inputControl = (portal: Portal, spec: FieldSpec, changed: () => void): Control => {
  const input = h("input", {
    id: newId(),
    autocomplete: "off",
    spellcheck: "false",
    inputmode: spec.type === "int" ? "numeric" : null,
    maxlength: spec.type === "int" ? 4 : (spec.maxLength ?? 40),
    on: { input: changed }
  })
  const hint = spec.name === "caseReference" ? portal.t("caseNumberStays") : hints[spec.pattern ?? ""]
  return {
    element: labelled(label(portal, spec), input, hint),
    input,
    value: () => input.value.trim() || undefined,
    set: (value) => {
      input.value = text(value)
    }
  }
}

/** A field with several values: two selects for countries, check boxes for short lists. */
const multipleControl = (portal: Portal, spec: FieldSpec, changed: () => void): Control => {
  const choices = codeChoices(portal.language, spec.codeList as string)
  if (spec.codeList === "countries") {
    const selects = [0, 1].map((i) =>
      h(
        "select",
        { id: newId(), "aria-label": `${fieldName(portal.language, spec.name)} ${i + 1}`, on: { change: changed } },
        options([["", portal.t("unknown")], ...choices])
      )
    )
    const group = h("fieldset", { id: newId() }, h("legend", {}, label(portal, spec)), selects)
    return {
      element: group,
      input: group,
      value: () => {
        const picked = selects.map(({ value }) => value).filter((value) => value !== "")
        return picked.length > 0 ? picked : undefined
      },
      set: (value) => {
        for (const [i, select] of selects.entries()) select.value = text(list(value)[i])
      }
    }
  }
  const boxes = choices.map(([code, name]) => {
    const input = h("input", { type: "checkbox", id: newId(), value: code, on: { change: changed } })
    return { input, element: h("div", { class: "tick" }, input, h("label", { for: input.id }, name)) }
  })
  const group = h(
    "fieldset",
    { id: newId() },
    h("legend", {}, label(portal, spec)),
    h(
      "div",
      { class: "ticks" },
      boxes.map(({ element }) => element)
    )
  )
  return {
    element: group,
    input: group,
    value: () => {
      const picked = boxes.filter(({ input }) => input.checked).map(({ input }) => input.value)
      return picked.length > 0 ? picked : undefined
    },
    set: (value) => {
      for (const { input } of boxes) input.checked = list(value).includes(input.value)
    }
  }
}

const control = (portal: Portal, spec: FieldSpec, changed: () => void): Control => {
  if (spec.array) return multipleControl(portal, spec, changed)
  if (spec.codeList !== undefined || spec.type === "boolean") return selectControl(portal, spec, changed)
  return inputControl(portal, spec, changed)
}

interface Group {
  readonly controls: ReadonlyMap<string, Control>
  readonly values: () => Readonly<Record<string, unknown>>
  readonly fill: (values: Readonly<Record<string, unknown>>) => void
}

/** Returns whether the question `name` applies, given the answers to the others. */
type Applies = (name: string, answerTo: (field: string) => unknown) => boolean

/** A group of questions. A region's choices depend on its country. A question that does not apply is hidden and has no value. */
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

/** The legs of a route, in order. */
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
          {},
          h(
            "fieldset",
            {},
            h("legend", {}, t("legN", { n: i + 1 })),
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
      {},
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
