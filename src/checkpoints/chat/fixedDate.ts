/** Llama 3.2's own default where the date is not known. */
export const FIXED_DATE = "26 Jul 2024";

/** Of that day, at noon, in universal time. */
const PARTS: Readonly<Record<string, string>> = {
  a: "Fri",
  A: "Friday",
  b: "Jul",
  B: "July",
  c: "Fri Jul 26 12:00:00 2024",
  C: "20",
  d: "26",
  D: "07/26/24",
  e: "26",
  f: "000000",
  F: "2024-07-26",
  g: "24",
  G: "2024",
  h: "Jul",
  H: "12",
  I: "12",
  j: "208",
  k: "12",
  l: "12",
  m: "07",
  M: "00",
  n: "\n",
  p: "PM",
  P: "pm",
  r: "12:00:00 PM",
  R: "12:00",
  s: "1721995200",
  S: "00",
  t: "\t",
  T: "12:00:00",
  u: "5",
  U: "29",
  V: "30",
  w: "5",
  W: "30",
  x: "07/26/24",
  X: "12:00:00",
  y: "24",
  Y: "2024",
  z: "+0000",
  Z: "UTC",
  "%": "%",
};

/** Python's strftime for the fixed date, in which "%-m" is "%m" without zeros; a letter that it does not know stays. */
export function strftime(format: string): string {
  return format.replace(/%(-?)([a-zA-Z%])/g, (whole, short: string, letter: string) => {
    const part = PARTS[letter];
    return part === undefined ? whole : short ? part.replace(/^0+(?=\d)/, "") : part;
  });
}
