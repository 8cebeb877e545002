import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { editKind } from "../src/runs/edit/kind.ts";
import type { EditRun } from "../src/runs/edit/state.ts";
import { recordingFile } from "../src/runs/recordings.ts";
import { openRunFile, readRunFile } from "../src/runs/runFile.ts";
import { RECORDED_SETUPS } from "./recordedSetups.ts";
import { recordRun } from "./recordRun.ts";

/** What a run says but when and how fast. */
function contentOf({ model, settings, context, edits, answers, trainings, reward }: EditRun) {
  const losses = Object.values(trainings).map((training) => {
    const { steps, examples, finished } = training ?? {};
    return [steps, examples, finished?.tokens, finished?.finalLoss];
  });
  return { model, settings, context, edits, answers, losses, reward };
}

it("a recording can be made again: the same model, seed and settings give the same run", async () => {
  const { state } = await recordRun("edit", "passage", RECORDED_SETUPS.passage());
  const shipped = await openRunFile(
    editKind,
    readRunFile(readFileSync(`public/${recordingFile("passage")}`, "utf8")),
  );
  expect(contentOf(state)).toEqual(contentOf(shipped.state));
});
