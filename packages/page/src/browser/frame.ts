/** Parts around a page's content. The server's HTML has the element `#announcement` and the links that `pageFile` looks up. */
import { h } from "./dom.ts"

/** Returns a link past the navigation, to the element `#content`. */
export const skipLink = (label: string): HTMLAnchorElement =>
  h(
    "a",
    {
      class: "skip",
      href: "#content",
      on: {
        click: (event) => {
          event.preventDefault()
          document.getElementById("content")?.focus()
        }
      }
    },
    label
  )

/** Returns a list of links as a landmark with a name. */
export const navigation = (label: string, links: ReadonlyArray<HTMLAnchorElement>): HTMLElement =>
  h(
    "nav",
    { "aria-label": label },
    h(
      "ul",
      links.map((link) => h("li", link))
    )
  )

/** Scrolls a narrow page's menu to the current link, and nothing else. */
export const showCurrentLink = (menu: HTMLElement): void => {
  const current = menu.querySelector("[aria-current]")
  if (current === null) return
  const [own, wanted] = [menu.getBoundingClientRect(), current.getBoundingClientRect()]
  menu.scrollLeft += wanted.left + wanted.width / 2 - (own.left + own.width / 2)
}

/** Lets screen readers announce a text. The text is cleared first, so that the same text is announced again. */
export const announce = (text: string): void => {
  const region = document.getElementById("announcement") as HTMLElement
  region.textContent = ""
  setTimeout(() => {
    region.textContent = text
  }, 50)
}

/** Runs something when the browser has shown what changed before, such as a control that was pressed. A page that nobody sees is not drawn. */
export const afterPaint = (run: () => void): void => {
  if (document.visibilityState === "hidden") setTimeout(run)
  else requestAnimationFrame(() => setTimeout(run))
}

/** Returns the content of a page that could not be loaded, with a button to try again. */
export const failurePage = (title: string, message: string, retryLabel: string, retry: () => void): HTMLElement =>
  h(
    "main",
    { id: "content", tabindex: "-1" },
    h("h1", title),
    h("p", { role: "alert" }, message),
    h("button", { type: "button", on: { click: retry } }, retryLabel)
  )

/** Returns the address of a file of the page, which the page's head lists by its short name. */
export const fileAddress = (name: string): string => {
  const address = document.querySelector(`link[data-file="${name}"]`)?.getAttribute("href")
  if (address === null || address === undefined) throw new Error("The page's head does not list the file")
  return address
}
