import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What came into browsers since 2022, and the first version of each that has it; what only adorns is not listed. */
const FEATURES: readonly [pattern: RegExp, chrome: number, firefox: number, safari: number][] = [
  [/type: "module"/, 80, 114, 15],
  [/createSyncAccessHandle/, 108, 111, 16.4],
  [/DecompressionStream/, 80, 113, 16.4],
  [/Intl\.Segmenter/, 87, 125, 14.1],
  [/AbortSignal\.timeout/, 103, 100, 16],
  [/AbortSignal\.any/, 116, 124, 17.4],
  [/light-dark\(/, 123, 120, 17.5],
  [/\.(toSorted|toSpliced|toReversed)\(/, 110, 115, 16],
  [/Object\.groupBy|Map\.groupBy/, 117, 119, 17.4],
  [/Promise\.withResolvers/, 119, 121, 17.4],
  [/Array\.fromAsync/, 121, 115, 16.4],
  [/\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/, 122, 127, 17],
  [/\.(values|keys|entries)\(\)\s*\.(map|filter|some|every|find|reduce|toArray|take|drop)\(/, 122, 131, 18.4],
  [/Promise\.try\(/, 128, 134, 18.2],
  [/RegExp\.escape\(/, 136, 134, 18.2],
  [/\bUint8Array\.fromBase64\(/, 140, 133, 18.2],
  [/\b(await )?using \w+ =/, 134, 141, 99],
];

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|tsx|css)$/.test(path) && !path.includes(".test.")) yield readFileSync(path, "utf8");
  }
}

test("the README names the oldest browsers that have what the code uses", () => {
  const code = ["src", "workers"].flatMap((folder) => [...sources(folder)]);
  const used = FEATURES.filter(([pattern]) => code.some((text) => pattern.test(text)));
  const oldest = ([1, 2, 3] as const).map((at) => Math.max(...used.map((feature) => feature[at])));
  const [chrome, firefox, safari] = oldest;
  expect(readFileSync("README.md", "utf8")).toContain(
    `Chrome and Edge ${chrome}, Firefox ${firefox}, Safari ${safari}`,
  );
});
