/**
 * Colours by meaning, for light and dark pages.
 *
 * Origin, transit and destination stay distinguishable with normal and colour-deficient vision; a test computes every contrast.
 */
export const light = {
  ink: "#1b1b1b",
  quiet: "#545454",
  ground: "#ffffff",
  raised: "#f3f5f7",
  edge: "#767676",
  act: "#00508c",
  good: "#1e6b2e",
  warn: "#7a4b00",
  bad: "#a3121f",
  land: "#e4e8eb",
  border: "#8a949c",
  sea: "#f7fafc",
  origin: "#b35900",
  transit: "#3d3d3d",
  destination: "#0072b2"
}

export const dark: typeof light = {
  ink: "#eeeeee",
  quiet: "#b9b9b9",
  ground: "#141618",
  raised: "#202427",
  edge: "#8d959b",
  act: "#7cc4ff",
  good: "#7fd492",
  warn: "#f0c070",
  bad: "#ff9a9a",
  land: "#2d3438",
  border: "#7a858c",
  sea: "#181c1f",
  origin: "#e69f00",
  transit: "#f2f2f2",
  destination: "#56b4e9"
}

const properties = (colours: Readonly<Record<string, string>>) =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";")

/**
 * Returns the style rules that define each colour as a custom property.
 *
 * The root's `data-theme` attribute chooses `light` or `dark`; without it, the reader's system does. Print is light.
 */
export const paletteCss = <Name extends string>(
  light: Readonly<Record<Name, string>>,
  dark: Readonly<Record<Name, string>>
): string => `:root{color-scheme:light;${properties(light)}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${properties(dark)}}}
@media screen{:root[data-theme=dark]{color-scheme:dark;${properties(dark)}}}
`
