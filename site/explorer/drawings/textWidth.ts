/** Pixels that a text takes at most, in the type of the drawings, before anything is drawn. */
export const textWidth = (text: string, size: number): number => text.length * size * 0.62
