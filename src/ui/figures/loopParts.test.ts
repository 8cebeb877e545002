import { expect, test } from "vitest";
import { runEdit } from "../../../test/editRuns.ts";
import type { PlaygroundState } from "../../app/playgroundState.ts";
import { changeShown } from "../../app/runs/runsState.ts";
import { createPlaygroundStore } from "../../app/store.ts";
import { editKind } from "../../runs/edit/kind.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import { reduceRun } from "../../runs/reduceRun.ts";
import { litParts } from "./loopParts.ts";

const empty = createPlaygroundStore().getState();

test("nothing is lit where nothing is run", () => {
  for (const view of ["edit", "rounds", "stream", "puzzles", "versions", "lessons"]) {
    expect(litParts({ ...empty, view })).toEqual([]);
  }
});

test("of one edit its stations are lit one after the other, and none at the end", async () => {
  const seen: string[] = [];
  let run: EditRun | null = null;
  for (const event of await runEdit()) {
    run = reduceRun(editKind, run, event);
    const [part = "none", ...others] = litParts(withEdit(run));
    expect(others).toEqual([]);
    if (seen.at(-1) !== part) seen.push(part);
  }
  expect(seen.filter((part) => part !== "none")).toEqual(["read", "write", "train", "test", "reward"]);
  expect(seen.at(-1)).toBe("none");
});

function withEdit(state: EditRun): PlaygroundState {
  const opened = { source: "own" as const, log: [], position: 0, state, playing: true, pace: 1 as const };
  return { ...empty, runs: changeShown(empty.runs, "edit", state.task, () => ({ opened })) };
}
