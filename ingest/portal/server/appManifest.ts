import { readFileSync } from "node:fs"
import { type Asset, asset } from "@corridor/page/Asset"
import { light } from "@corridor/page/palette"
import { type Language, languages } from "../../../schemas/Languages.ts"
import { catalogues } from "../words/catalogues.ts"

const icon = (size: number) =>
  asset(`icon-${size}`, "png", "image/png", readFileSync(new URL(`../icons/icon-${size}.png`, import.meta.url)))

/** Returns the icons of the installed page, 192 and 512 pixels wide, rendered from `icons/icon.svg`. */
export const appIcons = () => ({ small: icon(192), large: icon(512) })

/** Returns the web application manifest in a language, with which a phone installs the page. All languages are one application. */
const manifest = (language: Language, icons: Readonly<Record<"small" | "large", string>>): Asset =>
  asset(
    `portal-${language}`,
    "webmanifest",
    "application/manifest+json",
    Buffer.from(
      JSON.stringify({
        id: "/portal",
        name: `Corridor: ${catalogues[language].title as string}`,
        short_name: "Corridor",
        lang: language,
        start_url: `/portal?lang=${language}#record`,
        scope: "/portal",
        display: "standalone",
        background_color: light.ground,
        theme_color: light.act,
        icons: [
          { src: icons.small, sizes: "192x192", type: "image/png", purpose: "any" },
          { src: icons.large, sizes: "512x512", type: "image/png", purpose: "any" },
          { src: icons.large, sizes: "512x512", type: "image/png", purpose: "maskable" }
        ]
      })
    )
  )

/** Returns the web app manifest by language, so that a device can install the portal under its name there. */
export const appManifests = (icons: Readonly<Record<"small" | "large", string>>): Readonly<Record<Language, Asset>> =>
  Object.fromEntries(languages.map((language) => [language, manifest(language, icons)])) as Record<Language, Asset>
