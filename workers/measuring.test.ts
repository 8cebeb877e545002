import { describe, expect, test } from "vitest";
import { loadedWorld, runWorld, startRun } from "../test/runWorld.ts";

const MEASURE = { type: "measure", id: "m1" } as const;
const CANCEL = { type: "cancelMeasure", id: "m1" } as const;

describe("measuring the machine", () => {
  test("tells what it is at, and then the measurement", async () => {
    const world = await loadedWorld();
    world.send(MEASURE);
    await world.until("measured");
    expect(world.names().slice(-3)).toEqual(["measuring", "measuring", "measured"]);
    expect(world.messages.at(-1)).toMatchObject({
      event: { id: "m1", measurement: { model: { name: "Fake" } } },
    });
  });

  test("without a model there is nothing to measure", async () => {
    const world = runWorld();
    world.send(MEASURE);
    await world.until("engineFailed:bad-input");
  });

  test("while it has the model nothing else begins, and the next run waits until a cancelled one lets go", async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isFirst = true;
    const world = await loadedWorld({
      onWork: () => {
        const work = isFirst ? held : undefined;
        isFirst = false;
        return work;
      },
    });
    world.send(MEASURE);
    await world.until("measuring");
    world.send(startRun());
    world.send({ ...MEASURE, id: "m2" });
    world.send({ type: "loadModel", loadId: "l2", id: "other", backend: "auto" });
    await world.until("modelFailed:bad-input");
    await expect.poll(() => world.said("engineFailed:bad-input"), { interval: 1 }).toBe(2);

    world.send({ ...CANCEL, id: "another" });
    world.send(CANCEL);
    world.send(startRun("r2"));
    expect(world.names()).not.toContain("started");
    letGo();
    await world.until("finished");
    expect(world.names().indexOf("measureFailed:cancelled")).toBeLessThan(world.names().indexOf("started"));
  });

  test("what goes wrong is told, and the model is free again", async () => {
    let isFirst = true;
    const world = await loadedWorld({
      onWork: () => {
        if (isFirst) {
          isFirst = false;
          throw new Error("Out of memory");
        }
      },
    });
    world.send(MEASURE);
    await world.until("measureFailed:out-of-memory");
    world.send({ ...MEASURE, id: "m2" });
    await world.until("measured");
  });
});
