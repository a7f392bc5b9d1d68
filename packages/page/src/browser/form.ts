import { type Child, h, newId } from "./dom.ts"

/** Returns a field with its label and an optional hint, which screen readers read with the field. */
export const field = (label: string, input: HTMLElement, hint?: string): HTMLDivElement => {
  if (input.id === "") input.id = newId()
  const id = input.id
  const description = hint === undefined ? null : h("p", { class: "hint", id: `${id}-hint` }, hint)
  if (description !== null) input.setAttribute("aria-describedby", description.id)
  return h("div", { class: "field" }, h("label", { for: id }, label), description, input)
}

/** Returns the handlers of a form that runs `press` instead of being sent. */
export const onSubmit = (press: () => void) => ({
  submit: (event: SubmitEvent) => {
    event.preventDefault()
    press()
  }
})

/** Shows an error below a field. `undefined` removes it. */
export const setFieldError = (input: HTMLElement, error: string | undefined): void => {
  const id = `${input.id}-fault`
  document.getElementById(id)?.remove()
  const descriptions = (input.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .filter((one) => one !== "" && one !== id)
  if (error === undefined) input.removeAttribute("aria-invalid")
  else {
    input.setAttribute("aria-invalid", "true")
    input.after(h("p", { class: "fault", id }, error))
    descriptions.push(id)
  }
  if (descriptions.length > 0) input.setAttribute("aria-describedby", descriptions.join(" "))
  else input.removeAttribute("aria-describedby")
}

/** Returns a button that calls `press`. The main one of a form is marked as such. */
export const button = (label: string, press: () => void, kind: "main" | "plain" = "plain"): HTMLButtonElement =>
  h("button", { type: "button", class: kind, on: { click: press } }, label)

/** Returns a checkbox with its label: the input, and the element to show. */
export const checkbox = (label: string, onChange: (checked: boolean) => void = () => {}) => {
  const input: HTMLInputElement = h("input", {
    type: "checkbox",
    id: newId(),
    on: { change: () => onChange(input.checked) }
  })
  return { input, element: h("div", { class: "tick" }, input, h("label", { for: input.id }, label)) }
}

/** Returns the options of a select, of which one may be chosen. */
export const options = (
  choices: Iterable<readonly [value: string, label: string]>,
  chosen = ""
): Array<HTMLOptionElement> =>
  Array.from(choices, ([value, label]) => h("option", { value, selected: value === chosen }, label))

/** Returns a labelled select. `name` identifies it when the page is rebuilt and must keep the focus. */
export const labelledSelect = (
  name: string,
  label: string,
  choices: Iterable<readonly [value: string, label: string]>,
  chosen: string,
  onChange: (value: string) => void
): HTMLElement => {
  const id = newId()
  const select = h(
    "select",
    { id, "data-focus": name, on: { change: () => onChange(select.value) } },
    options(choices, chosen)
  )
  return h("p", { class: `control ${name}` }, h("label", { for: id }, label), select)
}

/**
 * Returns a labelled slider over values in their order, with the chosen one next to it. `onChange` is called when the slider rests, because the page
 * that it is on may be redrawn. `name` identifies it as in `labelledSelect`.
 */
export const labelledSlider = (
  name: string,
  label: string,
  values: ReadonlyArray<string>,
  chosen: string,
  onChange: (value: string) => void
): HTMLElement => {
  const id = newId()
  const at = () => values[slider.valueAsNumber] ?? ""
  const show = () => {
    output.textContent = at()
    slider.setAttribute("aria-valuetext", at())
  }
  const slider: HTMLInputElement = h("input", {
    id,
    type: "range",
    min: "0",
    max: String(values.length - 1),
    value: String(values.indexOf(chosen)),
    "aria-valuetext": chosen,
    "data-focus": name,
    on: { input: () => show(), change: () => onChange(at()) }
  })
  const output = h("output", { for: id }, chosen)
  return h("p", { class: `control slider ${name}` }, h("label", { for: id }, label), slider, output)
}

/** A select of languages, each by its own name. */
export const languageSelect = (
  label: string,
  languageNames: Readonly<Record<string, string>>,
  language: string,
  onChange: (language: string) => void
): HTMLElement => {
  const control = labelledSelect("language", label, Object.entries(languageNames), language, onChange)
  for (const option of control.querySelectorAll("option")) option.lang = option.value
  return control
}

/** Returns a message about what happened. Screen readers announce it. */
export const notice = (kind: "good" | "bad" | "plain", ...children: ReadonlyArray<Child>): HTMLDivElement =>
  h("div", { class: `notice ${kind}`, role: kind === "bad" ? "alert" : "status" }, children)
