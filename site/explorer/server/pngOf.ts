import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { initWasm, Resvg } from "@resvg/resvg-wasm"

const path = (name: string) => createRequire(import.meta.url).resolve(name)

/** The same fonts everywhere, so that a picture has the same pixels on every server. They have Latin and Cyrillic letters. */
const fonts = ["dejavu-fonts-ttf/ttf/DejaVuSans.ttf", "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"]

let loaded: Promise<ReadonlyArray<Uint8Array>> | undefined

/** Loads the renderer and the fonts when the first picture is asked for. */
const load = async (): Promise<ReadonlyArray<Uint8Array>> => {
  await initWasm(readFileSync(path("@resvg/resvg-wasm/index_bg.wasm")))
  return fonts.map((name) => readFileSync(path(name)))
}

/** Returns an SVG file as a PNG of a width in pixels. It reads nothing but the text: no address in it is followed. */
export const pngOf = async (svg: string, width: number): Promise<Uint8Array> => {
  loaded ??= load()
  const fontBuffers = [...(await loaded)]
  const drawn = new Resvg(svg, {
    fitTo: { mode: "width", value: width },
    font: { fontBuffers, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" }
  })
  try {
    const image = drawn.render()
    try {
      return image.asPng()
    } finally {
      image.free()
    }
  } finally {
    drawn.free()
  }
}
