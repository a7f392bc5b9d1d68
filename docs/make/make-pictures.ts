/**
 * Makes the pictures of the documentation: `npm run pictures -- [ADDRESS [FOLDER]]`.
 *
 * With the address of a running Corridor it also takes the pictures of the README, and with a folder those of every page at every width, in
 * every look, in English and Russian, for people to look at. It fails if a text of any of them overlaps another, is cut off, or leaves its box.
 */

import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { launchBrowser } from "../../test/browser/chromiumPage.ts"
import { everySight, look, type Sight, sightName } from "../../test/browser/everyPage.ts"
import { textFaults } from "../../test/browser/textFaults.ts"
import { diagrams } from "./diagrams.ts"

/** The pictures of the README. */
const ofReadme: ReadonlyArray<readonly [file: string, sight: Sight]> = [
  ["page.png", { name: "map", width: 1_280, look: "light", language: "en" }],
  ["page-phone.png", { name: "map", width: 360, look: "dark", language: "ru" }]
]

const {
  positionals: [address, folder]
} = scriptArguments(import.meta.filename, { allowPositionals: true })

for (const [file, svg] of await diagrams()) writeFileSync(new URL(`../diagrams/${file}`, import.meta.url), svg)

if (address !== undefined) {
  const wanted = [
    ...ofReadme.map(([file, sight]) => ({
      path: new URL(`../${file}`, import.meta.url).pathname,
      sight,
      isWhole: false
    })),
    ...(folder === undefined
      ? []
      : everySight.map((sight) => ({ path: join(folder, `${sightName(sight)}.png`), sight, isWhole: true })))
  ]
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const browser = await launchBrowser()
  try {
    for (const { path, sight, isWhole } of wanted) {
      const page = await look(browser, address, sight)
      await page.screenshot({ path, fullPage: isWhole })
      for (const { kind, text, other } of await textFaults(page)) {
        console.error(`${sightName(sight)}: "${text}" ${kind} ${other}`)
        process.exitCode = 1
      }
      await page.context().close()
    }
  } finally {
    await browser.close()
  }
}
