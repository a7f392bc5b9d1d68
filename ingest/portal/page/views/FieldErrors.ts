import { setFieldError } from "@corridor/page/browser/form"

/** The errors next to the fields of a form. Each is shown until its field is changed. */
export class FieldErrors {
  readonly #fields = new Set<HTMLElement>()

  /** Shows an error; of several for one field, the first. */
  add(field: HTMLElement, error: string): void {
    if (!this.#fields.has(field)) setFieldError(field, error)
    this.#fields.add(field)
  }

  /** Removes the errors of the fields that contain `changed`; without it, all errors. */
  remove(changed?: EventTarget | null): void {
    for (const field of this.#fields) {
      if (changed !== undefined && !(changed instanceof Node && field.contains(changed))) continue
      setFieldError(field, undefined)
      this.#fields.delete(field)
    }
  }

  focusFirst(): void {
    const [first] = this.#fields
    const field = first instanceof HTMLFieldSetElement ? first.querySelector<HTMLElement>("select, input") : first
    field?.focus()
  }
}
