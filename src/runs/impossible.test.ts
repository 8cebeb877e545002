import { expect, it } from "vitest";
import { recordedRun } from "../../test/fixtures/recordedRun.ts";
import { runRounds } from "../../test/roundsRun.ts";
import { editKind } from "./edit/kind.ts";
import { roundsKind } from "./rounds/kind.ts";
import { openRunFile, readRunFile, writeRunFile } from "./runFile.ts";

/** The file of a run with another value wherever one of this name stands. */
const claiming = (file: string, key: string, value: number) =>
  file.replaceAll(new RegExp(`"${key}":\\s*-?[0-9.e+]+`, "g"), `"${key}": ${value}`);

it.each([
  ["correct", 1e6],
  ["correct", -1],
  ["total", 1e308],
  ["total", -5],
])("a run of one edit that claims %s = %d is refused", async (key, value) => {
  const file = writeRunFile(editKind, recordedRun());
  expect((await openRunFile(editKind, readRunFile(file))).state.status).toBe("finished");
  await expect(openRunFile(editKind, readRunFile(claiming(file, key, value)))).rejects.toThrow();
});

it("rounds that claim more right answers than were asked are refused", async () => {
  const { events } = await runRounds();
  const file = writeRunFile(roundsKind, events);
  expect((await openRunFile(roundsKind, readRunFile(file))).state.status).toBe("finished");
  await expect(openRunFile(roundsKind, readRunFile(claiming(file, "correct", 1e6)))).rejects.toThrow(/right/);
});
