/** The inputs of the form's fields, by the field's type and code list. */
import { h, newId } from "@corridor/page/browser/dom"
import { field as labelled, options } from "@corridor/page/browser/form"
import type { FieldSpec } from "../../../../schemas/RecordSchemas.ts"
import { fieldName } from "../../../submit/columns/FieldLabels.ts"
import { codeChoices } from "../../words/codes.ts"
import type { Portal } from "../Portal.ts"

/** One field of the form. `value` is undefined while it is empty. */
export interface Control {
  readonly element: HTMLElement
  /** The element that the field's error is attached to. */
  readonly input: HTMLElement
  readonly value: () => unknown
  /** Shows a value that `value` returned, or nothing. */
  readonly set: (value: unknown) => void
}

const label = ({ t, language }: Portal, { name, optional }: FieldSpec) =>
  optional ? fieldName(language, name) : `${fieldName(language, name)} (${t("required")})`

/** Returns a stored value as text; empty if it is none. */
export const text = (value: unknown): string => (typeof value === "string" ? value : "")

/** Returns a stored value as a list; empty if it is none. */
export const list = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

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

/** Returns a field with several values: two selects for countries, check boxes for short lists. */
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
    const group = h("fieldset", { id: newId() }, h("legend", label(portal, spec)), selects)
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
    h("legend", label(portal, spec)),
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

/** Returns the input of a field. It calls `changed` after every change by the reader. */
export const control = (portal: Portal, spec: FieldSpec, changed: () => void): Control => {
  if (spec.array) return multipleControl(portal, spec, changed)
  if (spec.codeList !== undefined || spec.type === "boolean") return selectControl(portal, spec, changed)
  return inputControl(portal, spec, changed)
}
