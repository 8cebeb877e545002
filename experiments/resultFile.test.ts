import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetResults } from "./remedyTable.ts";
import { readAnyResultFile, readResultFile } from "./resultFile.ts";
import { rlResults } from "./rewardTable.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "results-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = async (text: string) => {
  const path = join(folder, "mine.json");
  await writeFile(path, text);
  return path;
};

test("a wrong file is named: what it is not, why, and which command writes one", async () => {
  const wrong = [
    ["[]", "it does not say what it is of"],
    ["loss 0.3", "it is not JSON"],
    ['{"format":"self-edit-playground/rl"}', "it is of the form “self-edit-playground/rl”"],
    ['{"format":"self-edit-playground/forget","version":2}', "it is one in part: "],
  ] as const;
  for (const [text, why] of wrong) {
    const path = await file(text);
    await expect(readResultFile(path, forgetResults)).rejects.toMatchObject({
      kind: "bad-input",
      message: expect.stringContaining(`${path} is no result of npm run forget: ${why}`),
      advice: "Name the file that was given to it as --json.",
    });
  }
  const missing = join(folder, "missing.json");
  await expect(readResultFile(missing, forgetResults)).rejects.toThrow(
    `${missing} is no result of npm run forget: there is no such file.`,
  );
});

test("what no command wrote is told by all that could have", async () => {
  const path = await file('{"format":"other"}');
  await expect(readAnyResultFile(path, [rlResults, forgetResults])).rejects.toMatchObject({
    message: `${path} is no result of npm run rl or npm run forget: it is of the form “other”.`,
  });
});
