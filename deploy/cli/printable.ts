/** A line as a terminal may have it: what a log had put into a name must neither move the cursor nor begin a line of its own. */
export const printable = (line: string): string => line.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '�')
