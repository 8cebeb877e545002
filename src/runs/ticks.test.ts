import { expect, it } from "vitest";
import { runEdit } from "../../test/editRuns.ts";
import { editKind } from "./edit/kind.ts";
import { neighbour, tickAt, ticksOf } from "./ticks.ts";

it("marks the start of a run and the end of each station", async () => {
  const log = await runEdit();
  const ticks = ticksOf(editKind, log);
  expect(ticks.map(({ label }) => label)).toEqual(["start", "read", "write", "train", "test", "reward"]);
  expect(ticks.at(-1)?.position).toBe(log.length);
  const write = ticks[2]!;
  // What comes next begins the station after it.
  expect(log[write.position]!.body).toMatchObject({ type: "stationEntered", station: "train" });
  expect(neighbour(ticks, write.position, "before")).toBe(ticks[1]);
  expect(neighbour(ticks, write.position, "after")).toBe(ticks[3]);
  expect(neighbour(ticks, 1, "before")).toBeNull();
  expect(neighbour(ticks, log.length, "after")).toBeNull();
  expect(tickAt(ticks, write.position - 1)).toBe(write);
  expect(ticksOf(editKind, log.slice(0, 1))).toEqual([{ position: 1, label: "start" }]);
});
