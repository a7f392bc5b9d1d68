/** Parts of forms: a label with its field, a button, a notice. */
import { scrollingTable } from "@corridor/page/browser/table"
import { type Child, h, newId } from "./dom.ts"

/** A field with its label; a hint and a fault are read with it. */
export const field = <Input extends HTMLElement>(label: string, input: Input, hint?: string): HTMLDivElement => {
  const id = input.id === "" ? newId() : input.id
  input.id = id
  const told = hint === undefined ? null : h("p", { class: "hint", id: `${id}-hint` }, hint)
  if (told !== null) input.setAttribute("aria-describedby", told.id)
  return h("div", { class: "field" }, h("label", { for: id }, label), told, input)
}

/** Says below the field what is wrong with it; nothing takes it away. */
export const fault = (input: HTMLElement, words: string | undefined): void => {
  const id = `${input.id}-fault`
  document.getElementById(id)?.remove()
  const hints = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one !== "" && one !== id)
  if (words === undefined) input.removeAttribute("aria-invalid")
  else {
    input.setAttribute("aria-invalid", "true")
    input.after(h("p", { class: "fault", id }, words))
    hints.push(id)
  }
  if (hints.length > 0) input.setAttribute("aria-describedby", hints.join(" "))
  else input.removeAttribute("aria-describedby")
}

export const button = (words: string, press: () => void, kind: "main" | "plain" = "plain"): HTMLButtonElement =>
  h("button", { type: "button", class: kind, on: { click: press } }, words)

export const checkbox = (words: string, onChange: (checked: boolean) => void = () => {}) => {
  const input: HTMLInputElement = h("input", {
    type: "checkbox",
    id: newId(),
    on: { change: () => onChange(input.checked) }
  })
  return { input, element: h("div", { class: "tick" }, input, h("label", { for: input.id }, words)) }
}

/** What happened, good or bad, said aloud too. */
export const notice = (kind: "good" | "bad" | "plain", ...children: ReadonlyArray<Child>): HTMLDivElement =>
  h("div", { class: `notice ${kind}`, role: kind === "bad" ? "alert" : "status" }, children)

export const options = (
  choices: Iterable<readonly [value: string, words: string]>,
  chosen = ""
): Array<HTMLOptionElement> =>
  Array.from(choices, ([value, words]) => h("option", { value, selected: value === chosen }, words))

/** A table whose cells know the head that they stand under: on a phone each stands below it. The first of a row names the row. */
export const table = (
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Child>>
): HTMLDivElement =>
  scrollingTable(
    caption,
    heads,
    rows.map((cells) =>
      cells.map((cell, i) =>
        i === 0 ? h("th", { scope: "row", "data-head": heads[i] }, cell) : h("td", { "data-head": heads[i] }, cell)
      )
    )
  )
