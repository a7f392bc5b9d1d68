/** The part of a picture that is shown. */
export interface Zoom {
  /** How much larger than the whole picture, from 1. */
  readonly scale: number
  /** The shares of the whole picture's width and height at the middle of what is shown. */
  readonly x: number
  readonly y: number
}

export const whole: Zoom = { scale: 1, x: 0.5, y: 0.5 }

const maxScale = 8

const within = (value: number, least: number, largest: number) => Math.min(largest, Math.max(least, value))

/** Returns the nearest part that is inside the picture. */
const inside = ({ scale, x, y }: Zoom): Zoom => {
  const own = within(scale, 1, maxScale)
  const half = 0.5 / own
  return { scale: own, x: within(x, half, 1 - half), y: within(y, half, 1 - half) }
}

/** Returns the part after a step of enlarging around a point of what is shown, given as shares of its width and height. */
export const enlarged = (zoom: Zoom, factor: number, [px, py]: readonly [number, number] = [0.5, 0.5]): Zoom => {
  const scale = within(zoom.scale * factor, 1, maxScale)
  const move = 1 / zoom.scale - 1 / scale
  return inside({ scale, x: zoom.x + (px - 0.5) * move, y: zoom.y + (py - 0.5) * move })
}

/** Returns the part after moving it by shares of what is shown. */
export const moved = ({ scale, x, y }: Zoom, right: number, down: number): Zoom =>
  inside({ scale, x: x + right / scale, y: y + down / scale })

/** Returns the part as in an address; empty if it is the whole. */
export const zoomWords = ({ scale, x, y }: Zoom): string =>
  scale <= 1.001 ? "" : [scale.toFixed(2), x.toFixed(3), y.toFixed(3)].join(",")

/** Reads the part from an address; the whole if it is none. */
export const readZoom = (words: string | undefined): Zoom => {
  if (words === undefined || !/^\d(?:\.\d{1,3})?(?:,[01](?:\.\d{1,3})?){2}$/.test(words)) return whole
  const [scale = 1, x = 0.5, y = 0.5] = words.split(",").map(Number)
  return inside({ scale, x, y })
}
