/** Returns an upper estimate of a text's width in pixels. */
export const textWidth = (text: string, size: number): number => text.length * size * 0.62
