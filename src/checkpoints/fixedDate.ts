/** Llama 3.2's own default where the date is not known. */
export const FIXED_DATE = "26 Jul 2024";

/** Of that day, at noon. */
const PARTS: Readonly<Record<string, string>> = {
  a: "Fri",
  A: "Friday",
  b: "Jul",
  B: "July",
  d: "26",
  e: "26",
  "-d": "26",
  D: "07/26/24",
  F: "2024-07-26",
  H: "12",
  I: "12",
  j: "208",
  m: "07",
  "-m": "7",
  M: "00",
  p: "PM",
  S: "00",
  T: "12:00:00",
  y: "24",
  Y: "2024",
  z: "+0000",
  Z: "UTC",
  "%": "%",
};

/** Python's strftime for the fixed date; a letter that it does not know stays as it is. */
export function strftime(format: string): string {
  return format.replace(/%(-?[a-zA-Z%])/g, (whole, part: string) => PARTS[part] ?? whole);
}
