import { type Child, h, show } from "./dom.ts"
import { languageSelect } from "./form.ts"

/** A page that is opened as a file, in one language. */
export interface StandAlonePage {
  readonly name: string
  readonly title: string
  readonly languageLabel: string
  readonly content: ReadonlyArray<Child>
}

/**
 * Shows the page in the first of the reader's languages that it has, otherwise in the first of `languageNames`, and again in each language that the
 * reader selects.
 */
export const showStandAlonePage = <Language extends string>(
  root: HTMLElement,
  languageNames: Readonly<Record<Language, string>>,
  pageIn: (language: Language) => StandAlonePage
): void => {
  const isLanguage = (tag: string): tag is Language => Object.hasOwn(languageNames, tag)
  const open = (language: Language): void => {
    const { name, title, languageLabel, content } = pageIn(language)
    document.documentElement.lang = language
    document.title = title
    show(
      root,
      h(
        "header",
        h("p", { class: "name" }, name),
        languageSelect(languageLabel, languageNames, language, (chosen) => {
          if (isLanguage(chosen)) open(chosen)
        })
      ),
      h("main", { id: "content" }, h("h1", title), content)
    )
  }
  open(
    navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? (Object.keys(languageNames)[0] as Language)
  )
}
