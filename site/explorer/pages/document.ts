/** The HTML document of a page that the server writes: head, header, content and footer. It needs no script: the search suggests with one. */
import { type Content, h } from "@corridor/page/html"
import { renderToString } from "preact-render-to-string"
import { type Language, languageNames, languages } from "../../../schemas/Languages.ts"
import { dictionaryPath } from "../../metadata/EditionDescription.ts"
import { feedLink } from "../parts/feedLink.ts"
import { linkPreview } from "../parts/linkPreview.ts"
import { releaseNotes } from "../parts/releaseNotes.ts"
import { addressFor } from "../state/paths.ts"
import { themes, type ViewName } from "../state/State.ts"
import { views } from "../views/views.ts"
import { keptFields, lastingAddress, type PageAddress, type PageContext, to } from "./PageContext.ts"

interface PageFiles {
  readonly style: string
  /** The script of the search's suggestions and its names; absent on a page that allows no scripts. */
  readonly suggest?: { readonly script: string; readonly names: string } | undefined
  /** The address of the data's licence. */
  readonly licence: string
}

export interface PageContent extends PageAddress {
  /** The status of the response; 200 if absent. */
  readonly status?: number
  readonly title: string
  /** One or two sentences, for link previews and search engines. */
  readonly description: string
  /** The view or page whose picture a link preview shows, as parameters besides the repeated ones of the address; absent if there is none. */
  readonly preview?: Readonly<Record<string, string>>
  /** What the picture shows, for readers who do not see it; the title if absent. */
  readonly previewWords?: string
  readonly main: Content
  /** What the search field contains. */
  readonly searched?: string
}

/** Returns the picture that is shown where a link to the page is shared. */
const previewImage = (
  { language, edition, site }: PageContext,
  { preview: parameters, repeated }: PageContent
): string | undefined =>
  parameters === undefined || edition === undefined
    ? undefined
    : new URL(
        addressFor("/preview.png", { language, theme: "auto", release: edition.release.release }, parameters, repeated),
        site
      ).href

const head = (
  context: PageContext,
  files: PageFiles,
  page: PageContent,
  titled: (words: string) => string
): Content => {
  const { language, edition, pinned } = context
  const addressIn = (one: Language) =>
    addressFor(page.path, { language: one, theme: "auto", release: pinned }, page.parameters, page.repeated)
  const address = new URL(addressIn(language), context.site).href
  const { description, previewWords } = page
  const title = `${titled(page.title)} – ${context.t("title")}`
  const image = previewImage(context, page)
  const imageWords = previewWords === undefined ? title : titled(previewWords)
  return h(
    "head",
    h("meta", { charset: "utf-8" }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("title", title),
    h("meta", { name: "description", content: description }),
    linkPreview({ language, siteName: context.t("title"), title, description, address, image, imageWords }).map(
      ([property, content]) => h("meta", { property, content })
    ),
    edition?.release.publishedAt
      ? h("meta", { property: "article:modified_time", content: edition.release.publishedAt })
      : null,
    h("link", { rel: "icon", href: "data:," }),
    h("link", { rel: "canonical", href: address }),
    h("link", { rel: "stylesheet", href: `/explorer/${files.style}` }),
    files.suggest === undefined
      ? null
      : [
          h("script", { type: "module", src: `/explorer/${files.suggest.script}` }),
          h("link", {
            rel: "alternate",
            type: "application/json",
            "data-file": "search",
            href: `/explorer/${files.suggest.names}`
          })
        ],
    h("link", { rel: "describedby", href: `${dictionaryPath}?lang=${language}` }),
    h("link", { rel: "license", href: files.licence }),
    h("link", feedLink(language)),
    languages.map((one) =>
      h("link", {
        rel: "alternate",
        hreflang: one,
        href: addressIn(one)
      })
    )
  )
}

/** What a header depends on. */
type HeaderContext = Pick<PageContext, "language" | "theme" | "t" | "p" | "pinned">

interface HeaderPlace extends Pick<PageContent, "path" | "parameters" | "repeated" | "searched" | "status"> {
  /** The view that the page shows. */
  readonly view?: ViewName | undefined
}

const settings = (context: HeaderContext, { path, parameters, repeated = [] }: HeaderPlace): Content =>
  h(
    "details",
    { class: "settings" },
    h("summary", h("span", { class: "unseen" }, `${context.p("settings")}: `), languageNames[context.language]),
    h(
      "ul",
      { "aria-label": context.t("language") },
      languages.map((language) =>
        h(
          "li",
          h(
            "a",
            {
              lang: language,
              hreflang: language,
              "data-language": language,
              "aria-current": language === context.language ? "true" : null,
              href: to({ ...context, language }, path, parameters, repeated)
            },
            languageNames[language]
          )
        )
      )
    ),
    h(
      "ul",
      { "aria-label": context.t("theme") },
      themes.map((theme) =>
        h(
          "li",
          h(
            "a",
            {
              "data-theme": theme,
              "aria-current": theme === context.theme ? "true" : null,
              href: to({ ...context, theme }, path, parameters, repeated)
            },
            context.t(`theme_${theme}`)
          )
        )
      )
    )
  )

/** Returns the field that searches places, for every page. */
const searchForm = (context: HeaderContext, searched = ""): Content => {
  const { p } = context
  return h(
    "form",
    { class: "search", role: "search", action: "/search", method: "get" },
    h("label", { class: "unseen", for: "search" }, p("searchLabel")),
    h("input", {
      id: "search",
      type: "search",
      name: "q",
      value: searched,
      placeholder: p("searchExample"),
      autocomplete: "off",
      maxlength: "80"
    }),
    keptFields(context),
    h("button", { type: "submit" }, p("search"))
  )
}

/** Returns the header of every page: search, language and colours, pages and views. The explorer's script keeps it in step with its state. */
export const header = (context: HeaderContext, place: HeaderPlace): ReturnType<typeof h> => {
  const { t, p } = context
  const isOverview = place.path === "/" && place.view === undefined && place.status === undefined
  const entry = (attributes: Parameters<typeof h>[1], text: string) => h("li", h("a", attributes, text))
  return h(
    "header",
    { class: "top" },
    h("a", { class: "skip", href: "#content" }, t("skip")),
    h("p", { class: "name" }, h("a", { class: "home", href: to(context, "/") }, h("strong", t("title")))),
    searchForm(context, place.searched),
    settings(context, place),
    h(
      "nav",
      { "aria-label": p("menu") },
      h(
        "ul",
        { class: "pages" },
        entry({ href: to(context, "/"), "aria-current": isOverview ? "page" : null }, p("overview")),
        (
          [
            ["/compare", "compareShort"],
            ["/stories", "stories"]
          ] as const
        ).map(([path, word]) =>
          entry({ href: to(context, path), "aria-current": place.path === path ? "page" : null }, p(word))
        )
      ),
      h(
        "ul",
        { class: "views" },
        views.map((view) =>
          entry(
            {
              href: to(context, "/", { view: view.name }),
              "data-view": view.name,
              "data-focus": `view-${view.name}`,
              "aria-current": place.view === view.name ? "page" : null
            },
            t(view.title)
          )
        )
      )
    )
  )
}

/**
 * Returns the footer of every page. `isInvented`: whether its figures are those of a demonstration. `lasting`: the address that keeps them, for paper;
 * absent if the page itself says it.
 */
export const footer = (context: HeaderContext, isInvented: boolean, lasting?: string): ReturnType<typeof h> => {
  const { t, p, language } = context
  return h(
    "footer",
    h("p", t("subtitle")),
    h("p", t(isInvented ? "inventedMore" : "observed")),
    lasting === undefined ? null : h("p", { class: "onPaper" }, lasting),
    h(
      "ul",
      h("li", h("a", { href: to(context, "/request") }, p("request"))),
      h("li", h("a", { href: to(context, "/editions") }, p("editionsShort"))),
      h("li", h("a", { href: `/plain?lang=${language}` }, t("plain"))),
      h("li", h("a", { href: `/verdicts?lang=${language}` }, t("verdictMore"))),
      h("li", h("a", { href: `${dictionaryPath}?lang=${language}` }, t("dictionary"))),
      h("li", h("a", { href: "/notebooks/" }, t("notebooks"))),
      h("li", h("a", { href: "/openapi.json" }, t("api")))
    )
  )
}

/** Returns the HTML of a page. */
export const documentOf = (context: PageContext, files: PageFiles, page: PageContent): string => {
  const { t, edition, language, theme } = context
  const isInvented = edition?.release.invented === true
  const titled = (words: string) => (isInvented ? `${t("inventedShort")}: ${words}` : words)
  const html = h(
    "html",
    { lang: language, "data-theme": theme },
    head(context, files, page, titled),
    h(
      "body",
      { class: "page" },
      header(context, page),
      h("main", { id: "content", tabindex: "-1" }, releaseNotes<Content>(h, t, edition?.release), page.main),
      footer(context, isInvented, lastingAddress(context, page))
    )
  )
  return `<!doctype html>\n${renderToString(html)}\n`
}
