/** Choices of a view, each a list of what the release has; years can be let run. */
import { h, newId } from "@corridor/page/browser/dom"
import type { FilterName } from "../state/State.ts"
import type { Control } from "../views/View.ts"
import type { Page } from "./Page.ts"

/** A labelled list of choices. */
export const selectOf = (
  name: string,
  label: string,
  value: string,
  options: ReadonlyArray<readonly [string, string]>,
  change: (value: string) => void
): HTMLElement => {
  const id = newId()
  const select = h(
    "select",
    { id, "data-focus": name, on: { change: () => change(select.value) } },
    options.map(([code, text]) => h("option", { value: code, selected: code === value }, text))
  )
  return h("p", { class: "control" }, h("label", { for: id }, label), select)
}

/** Milliseconds that a year stays. Nothing moves in between: what lies between two years is in no table. */
const pace = 1_400

let running: ReturnType<typeof setInterval> | undefined

export const stopPlaying = (): void => {
  clearInterval(running)
  running = undefined
}

const playButton = ({ say, narrow }: Page, control: Control): HTMLElement => {
  const values = control.options.map(([value]) => value).filter((value) => value !== "")
  let at = values.indexOf(control.value)
  const isRunning = running !== undefined
  const step = () => {
    at = (at + 1) % values.length
    narrow({ [control.filter]: values[at] as string })
    if (at === values.length - 1) stopPlaying()
  }
  const toggle = () => {
    if (running !== undefined) {
      stopPlaying()
      narrow({})
      return
    }
    running = setInterval(step, pace)
    step()
  }
  return h("button", { type: "button", "data-focus": "play", on: { click: toggle } }, say(isRunning ? "stop" : "play"))
}

export const controlsOf = (page: Page, controls: ReadonlyArray<Control>): HTMLElement | null =>
  controls.length === 0
    ? null
    : h(
        "div",
        { class: "controls", role: "group", "aria-label": page.say("choose") },
        controls.map((control) => [
          selectOf(control.filter, control.label, control.value, control.options, (value) => {
            stopPlaying()
            page.narrow({ [control.filter satisfies FilterName]: value })
          }),
          control.plays === true && control.options.length > 1 ? playButton(page, control) : null
        ])
      )
