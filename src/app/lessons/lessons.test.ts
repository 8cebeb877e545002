import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeWorker } from "../../../test/fakeWorker.ts";
import { memoryStore } from "../../../test/memoryStore.ts";
import { openPlayground } from "../../../test/openPlayground.ts";
import { LESSONS } from "../../lessons/lessons.ts";
import { linkOf } from "../share/linkOf.ts";

const workers: FakeWorker[] = [];
const open = (hash = "", disk = memoryStore()) => openPlayground({ workers, hash, disk });

beforeEach(() => {
  workers.length = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("lessons", () => {
  it("open cold at any step, beside the view that the step is about", async () => {
    for (const lesson of LESSONS) {
      const step = lesson.steps.at(-1)!;
      const { store } = await open(`#lesson=${lesson.id}/${step.id}&hide=settings`);
      expect(store.getState()).toMatchObject({
        view: step.view,
        lesson: { lesson: lesson.id, step: step.id, hide: ["settings"] },
      });
    }
  });

  it("begin at their first step, go on as the address does, and close", async () => {
    const page = await open("#lesson=forgetting");
    expect(page.store.getState().lesson?.step).toBe("one-after-another");
    await page.follow("#lesson=puzzles/configuration");
    expect(page.store.getState()).toMatchObject({ view: "puzzles", lesson: { lesson: "puzzles" } });
    await page.follow("#view=versions");
    expect(page.store.getState()).toMatchObject({ view: "versions", lesson: { lesson: "puzzles" } });
    await page.follow("#view=lessons");
    expect(page.store.getState().lesson).toBeNull();
  });

  it("say so where there is no such step, and show the list", async () => {
    const { store } = await open("#lesson=alchemy/gold");
    const { view, lesson, notices } = store.getState();
    expect({ view, lesson }).toEqual({ view: "lessons", lesson: null });
    expect(notices[0]?.message).toContain("alchemy/gold");
  });

  it("are carried by a link, with the set-up beside them", async () => {
    const maker = await open("#lesson=did-it-help/reward");
    maker.setups.changeSetting("knowledge", "seed", 77);
    const { store } = await open(await linkOf(maker));
    const { view, lesson, setups, notices } = store.getState();
    expect({ view, step: lesson?.step }).toEqual({ view: "edit", step: "reward" });
    expect(setups.knowledge?.settings).toMatchObject({ seed: 77 });
    expect(notices[0]?.message).toBe("Opened from a link.");
  });

  it("keep the progress in the browser, and for the visit where nothing can be stored", async () => {
    const disk = memoryStore();
    const first = await (await open("", disk)).lessons.open();
    first.note("a/b", { answer: 2 });
    first.note("a/b", { checked: true });
    const again = await (await open("", disk)).lessons.open();
    expect(again.store.getState().progress).toEqual({ "a/b": { done: false, answer: 2, checked: true } });
    disk.refuse(new Error("Blocked."));
    again.note("a/c", { done: true });
    expect(again.store.getState().progress).toHaveProperty(["a/c", "done"], true);
    again.forget();
    expect(again.store.getState().progress).toEqual({});
  });
});
