/**
 * Colours by what they mean. Origin, transit and destination were chosen so that the three stay apart in normal and in colour-deficient
 * sight; a test computes every contrast that is asked of them.
 */
const light = {
  ink: "#1b1b1b",
  quiet: "#545454",
  ground: "#ffffff",
  raised: "#f3f5f7",
  edge: "#767676",
  act: "#00508c",
  warn: "#7a4b00",
  land: "#e4e8eb",
  border: "#8a949c",
  sea: "#f7fafc",
  origin: "#b35900",
  transit: "#3d3d3d",
  destination: "#0072b2",
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
  ink: "#eeeeee",
  quiet: "#b9b9b9",
  ground: "#141618",
  raised: "#202427",
  edge: "#8d959b",
  act: "#7cc4ff",
  warn: "#f0c070",
  land: "#2d3438",
  border: "#7a858c",
  sea: "#181c1f",
  origin: "#e69f00",
  transit: "#f2f2f2",
  destination: "#56b4e9",
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

export const palettes = { light: light as Palette, dark } as const

const properties = (palette: Palette) =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";")

/** The palettes as custom properties of CSS: what the reader chose, else what their system prefers; paper is light. */
export const paletteCss = (): string => `:root{color-scheme:light;${properties(light)}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${properties(dark)}}}
@media screen{:root[data-theme=dark]{color-scheme:dark;${properties(dark)}}}
`
