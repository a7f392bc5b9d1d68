/** What a reader takes along: tables from the server, the picture as a file, the citation; and how it all was made. */
import { download, h, show } from "@corridor/page/browser/dom"
import { pictureFile } from "../drawings/pictureFile.ts"
import { addressOf } from "../state/State.ts"
import type { Picture, Shown, View } from "../views/View.ts"
import { json, type ReleaseFacts } from "./load.ts"
import type { Page } from "./Page.ts"

const hereOf = ({ state }: Page) => `${location.origin}${addressOf(state)}`

const sourceOf = (page: Page, release: ReleaseFacts) => ({
  lines: [...(release.invented ? [page.say("invented")] : []), release.citation.split("\n").at(-1) ?? "", hereOf(page)]
})

/** The picture as PNG, twice as large: drawn anew from the same file as the SVG. */
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
      canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob)), "image/png")
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}

const pictureButtons = (page: Page, release: ReleaseFacts, picture: Picture) => {
  const name = `corridor-release${release.release}-${picture.name}`
  const make = () => pictureFile(picture, sourceOf(page, release))
  return [
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          "data-file": `${picture.name}.svg`,
          on: { click: () => download(`${name}.svg`, [make()], "image/svg+xml") }
        },
        page.say("fileSvg")
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
          on: { click: () => void toPng(make()).then((blob) => download(`${name}.png`, [blob], "image/png")) }
        },
        page.say("filePng")
      )
    )
  ]
}

const tableLinks = ({ say }: Page, release: ReleaseFacts, { files }: Shown) =>
  files.flatMap(({ table, parameters }) => {
    const isAll = Object.keys(parameters).length === 0
    const narrowed = isAll ? "" : ` (${[...new Set(Object.values(parameters))].join(", ")})`
    return (["csv", "parquet"] as const).map((format) =>
      h(
        "li",
        {},
        h(
          "a",
          { href: `/v1/releases/${release.release}/tables/${table}?${new URLSearchParams({ ...parameters, format })}` },
          say(format === "csv" ? "fileCsv" : "fileParquet", { table: `${table}${narrowed}` })
        )
      )
    )
  })

const citation = (page: Page, release: ReleaseFacts) => {
  const { say, announce } = page
  const text = `${release.citation} ${hereOf(page)}`
  const copy = () => void navigator.clipboard?.writeText(text).then(() => announce(say("copied")))
  return [
    h("h3", {}, say("cite")),
    h("p", { class: "citation", lang: "en" }, text),
    h("button", { type: "button", on: { click: copy } }, say("copy"))
  ]
}

/** The release's own page on its method, fetched when it is opened. */
const howOf = ({ say }: Page, release: ReleaseFacts, view: View) => {
  const text = h("pre", { lang: "en", tabindex: "0" })
  const method = h(
    "details",
    {
      on: {
        toggle: () => {
          if (text.textContent !== "") return
          json<{ pages: Record<string, string> }>(`/v1/releases/${release.release}`).then(
            ({ pages }) => show(text, [pages["METHOD.md"], pages["COVERAGE.md"]].filter(Boolean).join("\n\n")),
            () => show(text, say("failed"))
          )
        }
      }
    },
    h("summary", {}, say("howRelease")),
    text
  )
  return h("section", { class: "how" }, h("h2", {}, say("how")), h("p", {}, say(view.how)), method)
}

export const keepOf = (page: Page, release: ReleaseFacts, view: View, shown: Shown): ReadonlyArray<HTMLElement> => [
  h(
    "section",
    { class: "keep" },
    h("h2", {}, page.say("keep")),
    h("h3", {}, page.say("downloads")),
    h(
      "ul",
      { class: "files" },
      tableLinks(page, release, shown),
      shown.pictures.map((picture) => pictureButtons(page, release, picture))
    ),
    citation(page, release)
  ),
  howOf(page, release, view)
]
