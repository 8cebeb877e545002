/** Null where the line is no JSON: cut off by an interruption. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
