/** Twentieths of a point, in which Word measures, out of millimetres. */
export const twips = (mm: number): number => Math.round((mm / 25.4) * 1440)

/** Of an A4 page with margins of 30 and 15 mm. */
export const WIDTH_MM = 165
