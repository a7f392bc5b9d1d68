import { h } from "@corridor/page/browser/dom"
import { labelledSelect, labelledSlider } from "@corridor/page/browser/form"
import type { FilterName } from "../state/State.ts"
import type { Control } from "../views/View.ts"
import type { Page } from "./Page.ts"

/** Milliseconds per year. Nothing is animated between years, because no table has figures between them. */
const yearDuration = 1_400

let timer: ReturnType<typeof setInterval> | undefined

/** Stops the animation through the years, if it runs. */
export const stopPlaying = (): void => {
  clearInterval(timer)
  timer = undefined
}

const playButton = ({ t, narrow }: Page, control: Control): HTMLElement => {
  const values = control.options.map(([value]) => value).filter((value) => value !== "")
  let index = values.indexOf(control.value)
  const isRunning = timer !== undefined
  const step = () => {
    index = (index + 1) % values.length
    narrow({ [control.filter]: values[index] as string })
    if (index === values.length - 1) stopPlaying()
  }
  const toggle = () => {
    if (timer !== undefined) {
      stopPlaying()
      narrow({})
      return
    }
    timer = setInterval(step, yearDuration)
    step()
  }
  return h("button", { type: "button", "data-focus": "play", on: { click: toggle } }, t(isRunning ? "stop" : "play"))
}

/** Returns a slider for years that can be played, and a list for everything else. */
const chooserOf = (page: Page, { filter, label, options, value, plays = false }: Control): HTMLElement => {
  const isList = !plays || options.length < 2
  const choose = (chosen: string) => {
    stopPlaying()
    page.narrow({ [filter satisfies FilterName]: chosen }, isList)
  }
  if (isList) return labelledSelect(filter, label, options, value, choose)
  const values = options.map(([one]) => one)
  return labelledSlider(filter, label, values, value, choose)
}

/** The width below which a page has one column, as in the styles. */
const isNarrow = () => matchMedia("(max-width: 37.5rem)").matches

/** Whether the reader opened the choices of a narrow page. It stays so when the page is drawn anew. */
let isOpen = false

const chosenName = ({ options, value }: Control) => options.find(([one]) => one === value)?.[1] ?? ""

/**
 * Returns the choice of the release, the controls of a view, and a button that plays the years. On a narrow page they are folded below one line
 * that says what is chosen, so that the figures come first.
 */
export const choicesOf = (
  page: Page,
  release: HTMLElement | null,
  controls: ReadonlyArray<Control>
): HTMLElement | null => {
  if (release === null && controls.length === 0) return null
  const group = h(
    "div",
    { class: "controls", role: "group", "aria-label": page.t("choose") },
    release,
    controls.map((control) => [
      chooserOf(page, control),
      control.plays === true && control.options.length > 1 ? playButton(page, control) : null
    ])
  )
  if (!isNarrow()) return group
  const chosen = controls.map((control) => `${control.label}: ${chosenName(control)}`).join(", ")
  const folded = h(
    "details",
    {
      class: "choose",
      open: isOpen,
      on: {
        toggle: () => {
          isOpen = folded.open
        }
      }
    },
    h(
      "summary",
      { "data-focus": "choose" },
      h("strong", page.t("choose")),
      chosen === "" ? null : [" ", h("span", chosen)]
    ),
    group
  )
  return folded
}
