import type { NamedSource } from "./byteSource.ts";

/** What a browser adds to the name of a file that it has downloaded before: "config (1).json". */
const COPY = / ?\(\d+\)(?=\.\w+$)/;

/** The files of a name; where there is none, those that would have it, had they not been downloaded twice. */
export function filesNamed(files: readonly NamedSource[], name: string): NamedSource[] {
  const exact = files.filter((file) => file.name === name);
  return exact.length > 0 ? exact : files.filter((file) => file.name.replace(COPY, "") === name);
}
