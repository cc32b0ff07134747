const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The number of a month by the three letters logs write it with, 1 to 12; 0 where they are none. */
export const monthOf = (letters: string | undefined): number => MONTHS.indexOf((letters ?? '').toLowerCase()) + 1
