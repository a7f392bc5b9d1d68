import type { Language } from "../../../schemas/Languages.ts"
import { fileSizes } from "../drawings/pictureFile.ts"

/** Languages as the Open Graph protocol names them, with a territory. */
const locales: Readonly<Record<Language, string>> = { en: "en_GB", ru: "ru_RU", uk: "uk_UA", ro: "ro_RO" }

export interface LinkPreview {
  readonly language: Language
  readonly siteName: string
  readonly title: string
  readonly description: string
  /** Of the page, and of its picture; the picture is undefined if there is none. */
  readonly address: string
  readonly image: string | undefined
  /** What the picture shows; the title if absent. */
  readonly imageWords?: string
}

const imageTags = (image: string, words: string) => {
  const { width, height } = fileSizes.preview.frame
  return {
    "og:image": image,
    "og:image:type": "image/png",
    "og:image:width": String(width),
    "og:image:height": String(height),
    "og:image:alt": words,
    "twitter:card": "summary_large_image"
  }
}

/** Returns the properties that say what a link to a page shows where it is shared (https://ogp.me), with their contents. */
export const linkPreview = ({
  language,
  siteName,
  title,
  description,
  address,
  image,
  imageWords = title
}: LinkPreview): ReadonlyArray<readonly [property: string, content: string]> =>
  Object.entries({
    "og:type": "article",
    "og:title": title,
    "og:description": description,
    "og:url": address,
    "og:site_name": siteName,
    "og:locale": locales[language],
    ...(image === undefined ? {} : imageTags(image, imageWords))
  })
