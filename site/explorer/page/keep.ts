import { download, h, show } from "@corridor/page/browser/dom"
import { labelledSelect } from "@corridor/page/browser/form"
import { announce } from "@corridor/page/browser/frame"
import { json } from "@corridor/page/browser/json"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { citationOf } from "../../../release/published/citationOf.ts"
import type { ReleaseFacts } from "../../api/schemas/ReleaseSchemas.ts"
import { type Picture, pictureWidths } from "../drawings/Picture.ts"
import { drawnLargest, fileSizes, pictureFile } from "../drawings/pictureFile.ts"
import { withPngText } from "../drawings/pngText.ts"
import { withKeys } from "../drawings/withKeys.ts"
import { fileList } from "../parts/fileList.ts"
import { signsIn } from "../parts/signsIn.ts"
import { addressOf } from "../state/State.ts"
import type { View, ViewModel } from "../views/View.ts"
import type { WordKey } from "../words/Words.ts"
import { releaseName } from "./frame.ts"
import type { Page } from "./Page.ts"

/** Draws the pictures of the view at another width, in CSS pixels. */
export type DrawAt = (width: number) => Pick<ViewModel, "pictures">

const currentAddress = ({ state }: Page) => `${location.origin}${addressOf(state)}`

/** Returns the citation under a picture: source, edition, address. */
const shortCitation = (page: Page, release: ReleaseFacts): string =>
  [
    ...(release.invented ? [page.t("inventedShort")] : []),
    page.t("title"),
    releaseName(page, release),
    currentAddress(page)
  ].join(" · ")

/** The licence of the data, which every page names. */
const licence = () => document.querySelector<HTMLLinkElement>("link[rel=license]")?.href

const sourceOf = (page: Page, release: ReleaseFacts, picture: Picture) => ({
  licence: licence(),
  lines: [
    ...signsIn(picture, page.t),
    page.t("oncePerPartner"),
    ...(release.invented ? [page.t("invented")] : []),
    shortCitation(page, release)
  ]
})

/** Converts an SVG file to a PNG with some pixels per CSS pixel. */
const toPng = async (svg: string, pixels: number): Promise<Blob> => {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement("canvas")
    canvas.width = Math.round(image.naturalWidth * pixels)
    canvas.height = Math.round(image.naturalHeight * pixels)
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error("The browser could not convert the picture")) : resolve(blob)),
        "image/png"
      )
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** The sizes that readers choose from. */
const sizes = ["page", "report", "slide"] as const
type Size = (typeof sizes)[number]

const sizeNames = { page: "sizePage", report: "sizeReport", slide: "sizeSlide" } as const satisfies Record<
  Size,
  WordKey
>

let size: Size = "page"

/** Returns the choice of a file's size, for all pictures of the page. */
const sizeChoice = ({ t }: Page) =>
  labelledSelect(
    "size",
    t("size"),
    sizes.map((one) => [one, t(sizeNames[one])]),
    size,
    (value) => {
      size = value as Size
    }
  )

const pictureButtons = (page: Page, release: ReleaseFacts, picture: Picture, drawAt: DrawAt) => {
  const file = () => {
    const { width, frame, pixels } = fileSizes[size]
    const draw = (at: number) => {
      return withKeys(drawAt(at).pictures.find(({ name }) => name === picture.name) ?? picture)
    }
    const onPage = () => withKeys(picture)
    const own =
      frame !== undefined
        ? drawnLargest(draw, (one) => sourceOf(page, release, one).lines, frame)
        : width === undefined
          ? onPage()
          : draw(width)
    const name = `corridor-release${release.release}-${picture.name}${size === "page" ? "" : `-${size}`}`
    return { name, svg: pictureFile(own, sourceOf(page, release, own), { frame, width }), pixels }
  }
  const button = (ending: "svg" | "png", save: () => void) =>
    h(
      "button",
      {
        type: "button",
        "data-file": `${picture.name}.${ending}`,
        "aria-label": `${picture.title}, ${ending.toUpperCase()}`,
        on: { click: save }
      },
      ending.toUpperCase()
    )
  return [
    button("svg", () => {
      const { name, svg } = file()
      download(`${name}.svg`, [svg], "image/svg+xml")
    }),
    button("png", () => {
      const { name, svg, pixels } = file()
      void toPng(svg, pixels)
        .then((blob) => blob.arrayBuffer())
        .then((png) => withPngText(new Uint8Array(png), "Copyright", licence() ?? ""))
        .then((png) => download(`${name}.png`, [png], "image/png"))
    })
  ]
}

/** Copies a text and says so. */
const copyButton = ({ t }: Page, text: string) =>
  h(
    "button",
    {
      type: "button",
      on: { click: () => void navigator.clipboard?.writeText(text).then(() => announce(t("copied"))) }
    },
    t("copy")
  )

/** Width in CSS pixels of a frame, and the height of the words below its picture in the longest language. */
const [frameWidth, frameWords] = [700, 440]

/** Returns the HTML that shows each picture of the view on another site, in a frame that has room for all of it. */
const frames = (page: Page, drawAt: DrawAt) => {
  const { state, t } = page
  return drawAt(pictureWidths.wide).pictures.map((picture, i) => {
    const address = new URL(`${location.origin}${addressOf(state).replace(/^\/[^?]*/, "/embed")}`)
    if (i > 0) address.searchParams.set("picture", picture.name)
    const height = Math.ceil((picture.height * (frameWidth / picture.width) + frameWords) / 50) * 50
    const attributes = {
      src: address.href,
      title: picture.title,
      width: String(frameWidth),
      height: String(height),
      loading: "lazy"
    }
    const code = `<iframe ${Object.entries(attributes)
      .map(([name, value]) => `${name}="${escapeHtml(value)}"`)
      .join(" ")} style="border:0;max-width:100%"></iframe>`
    return [
      h("pre", { tabindex: "0" }, code),
      copyButton(page, code),
      h("p", h("a", { href: address.href }, t("embedSee")))
    ]
  })
}

/** Returns how to show the pictures on another site. They are drawn when the reader asks. */
const embedding = (page: Page, drawAt: DrawAt) => {
  const code = h("div")
  const toggle = () => {
    if (code.childElementCount === 0) show(code, frames(page, drawAt))
  }
  return h("details", { on: { toggle } }, h("summary", page.t("embed")), h("p", page.t("embedHelp")), code)
}

const citation = (page: Page, release: ReleaseFacts, { files }: ViewModel) => {
  const { t } = page
  const titles = release.tables
    .filter(({ name }) => files.some(({ table }) => table === name))
    .map(({ title }) => title)
  const [short, full] = [shortCitation(page, release), `${citationOf(titles, release)} ${currentAddress(page)}`]
  return [
    h("h3", t("cite")),
    h("p", { class: "citation" }, short),
    copyButton(page, short),
    h("details", h("summary", t("citeFull")), h("p", { class: "full", lang: "en" }, full), copyButton(page, full))
  ]
}

/** Returns how the view was made. The release's page on its method is fetched when the reader opens it. */
const methodOf = ({ t }: Page, release: ReleaseFacts, view: View) => {
  const text = h("pre", { lang: "en", tabindex: "0" })
  const method = h(
    "details",
    {
      on: {
        toggle: () => {
          if (text.textContent !== "") return
          json<{ pages: Record<string, string> }>(`/v1/releases/${release.release}`).then(
            ({ pages }) => show(text, [pages["METHOD.md"], pages["COVERAGE.md"]].filter(Boolean).join("\n\n")),
            () => show(text, t("failed"))
          )
        }
      }
    },
    h("summary", t("howRelease")),
    text
  )
  return h("section", { class: "how" }, h("h2", t("how")), h("p", t(view.how)), method)
}

/** Downloads, the citation, and how the view was made. */
export const keepOf = (
  page: Page,
  release: ReleaseFacts,
  view: View,
  model: ViewModel,
  drawAt: DrawAt
): ReadonlyArray<HTMLElement> => [
  h(
    "section",
    { class: "keep" },
    h("h2", page.t("keep")),
    h("h3", page.t("downloads")),
    h(
      "ul",
      { class: "files" },
      fileList<HTMLElement>(h, page, release.release, model.files),
      model.pictures.map((picture) =>
        h("li", h("span", { class: "what" }, picture.title), pictureButtons(page, release, picture, drawAt))
      )
    ),
    model.pictures.length === 0 ? null : sizeChoice(page),
    citation(page, release, model),
    model.pictures.length === 0 ? null : embedding(page, drawAt)
  ),
  methodOf(page, release, view)
]
