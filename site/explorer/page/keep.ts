import { download, h, show } from "@corridor/page/browser/dom"
import { announce } from "@corridor/page/browser/frame"
import type { Picture } from "../drawings/Picture.ts"
import { pictureFile } from "../drawings/pictureFile.ts"
import { addressOf } from "../state/State.ts"
import type { View, ViewModel } from "../views/View.ts"
import { releaseName } from "./frame.ts"
import { json, type ReleaseFacts } from "./load.ts"
import type { Page } from "./Page.ts"

const currentAddress = ({ state }: Page) => `${location.origin}${addressOf(state)}`

/** The citation that stands under a picture: source, edition, address. */
const shortCitation = (page: Page, release: ReleaseFacts): string =>
  [
    ...(release.invented ? [page.t("inventedShort")] : []),
    page.t("title"),
    releaseName(page, release),
    currentAddress(page)
  ].join(" · ")

const sourceOf = (page: Page, release: ReleaseFacts) => ({
  lines: [page.t("oncePerPartner"), ...(release.invented ? [page.t("invented")] : []), shortCitation(page, release)]
})

/** Converts an SVG file to a PNG of twice its size. */
const toPng = async (svg: string): Promise<Blob> => {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement("canvas")
    canvas.width = image.naturalWidth * 2
    canvas.height = image.naturalHeight * 2
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

const pictureButtons = (page: Page, release: ReleaseFacts, picture: Picture) => {
  const name = `corridor-release${release.release}-${picture.name}`
  const svg = () => pictureFile(picture, sourceOf(page, release))
  return [
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          "data-file": `${picture.name}.svg`,
          on: { click: () => download(`${name}.svg`, [svg()], "image/svg+xml") }
        },
        page.t("fileSvg")
      )
    ),
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          "data-file": `${picture.name}.png`,
          on: { click: () => void toPng(svg()).then((blob) => download(`${name}.png`, [blob], "image/png")) }
        },
        page.t("filePng")
      )
    )
  ]
}

const tableLinks = ({ t }: Page, release: ReleaseFacts, { files }: ViewModel) =>
  files.flatMap(({ table, parameters }) => {
    const isAll = Object.keys(parameters).length === 0
    const narrowed = isAll ? "" : ` (${[...new Set(Object.values(parameters))].join(", ")})`
    return (["csv", "xlsx", "parquet"] as const).map((format) =>
      h(
        "li",
        {},
        h(
          "a",
          { href: `/v1/releases/${release.release}/tables/${table}?${new URLSearchParams({ ...parameters, format })}` },
          t(fileWords[format], { table: `${table}${narrowed}` })
        )
      )
    )
  })

const fileWords = { csv: "fileCsv", xlsx: "fileXlsx", parquet: "fileParquet" } as const

const citation = (page: Page, release: ReleaseFacts) => {
  const { t } = page
  const [short, full] = [shortCitation(page, release), `${release.citation} ${currentAddress(page)}`]
  const copyOf = (text: string) =>
    h(
      "button",
      {
        type: "button",
        on: { click: () => void navigator.clipboard?.writeText(text).then(() => announce(t("copied"))) }
      },
      t("copy")
    )
  return [
    h("h3", {}, t("cite")),
    h("p", { class: "citation" }, short),
    copyOf(short),
    h("details", {}, h("summary", {}, t("citeFull")), h("p", { class: "full", lang: "en" }, full), copyOf(full))
  ]
}

/** How the view was made. The release's page on its method is fetched when the reader opens it. */
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
    h("summary", {}, t("howRelease")),
    text
  )
  return h("section", { class: "how" }, h("h2", {}, t("how")), h("p", {}, t(view.how)), method)
}

/** Downloads, the citation, and how the view was made. */
export const keepOf = (page: Page, release: ReleaseFacts, view: View, model: ViewModel): ReadonlyArray<HTMLElement> => [
  h(
    "section",
    { class: "keep" },
    h("h2", {}, page.t("keep")),
    h("h3", {}, page.t("downloads")),
    h(
      "ul",
      { class: "files" },
      tableLinks(page, release, model),
      model.pictures.map((picture) => pictureButtons(page, release, picture))
    ),
    citation(page, release)
  ),
  methodOf(page, release, view)
]
