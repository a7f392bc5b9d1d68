import { dark as darkPage, light as lightPage } from "@corridor/page/palette"

const light = {
  ...lightPage,
  flow: "#5b6b76",
  hatch: "#767676",
  band: "#c9dcea",
  step1: "#d7e3ee",
  step2: "#a9c4dc",
  step3: "#6f9ec4",
  step4: "#2f74a8",
  step5: "#0b3f6b",
  onLight: "#1b1b1b",
  onDark: "#ffffff"
}

export type PaintName = keyof typeof light
export type Palette = Readonly<Record<PaintName, string>>

const dark: Palette = {
  ...darkPage,
  flow: "#a3b2bd",
  hatch: "#8d959b",
  band: "#24475f",
  step1: "#1d3547",
  step2: "#28577a",
  step3: "#36719c",
  step4: "#7db6e0",
  step5: "#d3e9fa",
  onLight: "#ffffff",
  onDark: "#0a1116"
}

/** The colours of pages and pictures. */
export const palettes = { light: light as Palette, dark } as const
