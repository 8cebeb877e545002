import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FakeWorker } from "../../../test/fakeWorker.ts";
import { openPlayground } from "../../../test/openPlayground.ts";
import { DEFAULT_ACCEPTANCE } from "../../versions/versionEvents.ts";
import type { Playground } from "../playground.ts";
import { draftOf } from "../rounds/rounds.ts";
import { streamTask } from "../stream/streamDraft.ts";
import { streamDraftOf } from "../stream/streams.ts";
import { linkOf } from "./linkOf.ts";

let workers: FakeWorker[] = [];

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const open = (hash = "") => openPlayground({ hash, workers });

/** What the page of a link says, and what it does with the way back. */
async function takeBack({ store }: Playground): Promise<void> {
  store.getState().notices[0]?.action?.act();
}

it("carries rounds of either task, with a way back", async () => {
  const maker = await open();
  const rounds = await maker.rounds.open();
  await rounds.chooseTask("arc");
  rounds.changeSetting("rounds", "samples", 7);
  rounds.changeSetting("writer", "epochs", 3);
  maker.show("rounds");
  const opened = await open(await linkOf(maker));
  const state = async () => (await opened.rounds.open()).store.getState();
  expect(opened.store.getState()).toMatchObject({ view: "rounds", roundsTask: "arc" });
  expect(draftOf(await state(), "arc").outer).toMatchObject({ samples: 7, writer: { epochs: 3 } });
  await takeBack(opened);
  expect(draftOf(await state(), "arc").outer.samples).not.toBe(7);
});

it("opens rounds of a preset as it was when the link was made", async () => {
  const rateOf = async (preset: string) => {
    const opened = await open(`#v=2&task=knowledge&view=rounds&preset=${preset}`);
    const { writer } = draftOf((await opened.rounds.open()).store.getState(), "knowledge").outer;
    return [writer.learningRate, writer.schedule];
  };
  expect(await rateOf("reader.1")).toEqual([0.003, "constant"]);
  expect(await rateOf("reader.2")).toEqual([0.0015, "linear"]);
});

it("carries a stream with its remedy and the limits of its gate", async () => {
  const maker = await open();
  const stream = await maker.stream.open();
  stream.changeSetting("stream", "remedy", "gate");
  stream.changeSetting("stream", "contexts", 5);
  stream.changeSetting("limits", "kl", 0.25);
  maker.show("stream");
  const opened = await open(await linkOf(maker));
  const { store } = await opened.stream.open();
  expect(opened.store.getState().view).toBe("stream");
  expect(streamDraftOf(store.getState(), streamTask("knowledge"))).toMatchObject({
    contexts: 5,
    stream: { remedy: "gate", limits: { kl: 0.25 } },
  });
});

it("carries the set that was chosen to be run, and names one that is not here", async () => {
  const maker = await open();
  void maker.setups.open("arc");
  await vi.waitFor(() => expect(maker.store.getState().setups.arc).toBeDefined(), 120_000);
  maker.show("puzzles");
  maker.store.setState({ sets: { arc: { id: "unseen", count: 7 } } });
  const link = await linkOf(maker);
  const opened = await open(link);
  expect(opened.store.getState().sets).toEqual({ arc: { id: "unseen", count: 7 } });
  await takeBack(opened);
  expect(opened.store.getState().sets).toEqual({});
  const { store } = await open(link.replace("set=unseen", "set=imported"));
  expect(store.getState().sets).toEqual({});
  expect(store.getState().notices[0]?.message).toContain("no set “imported”");
});

it("carries what is accepted of versions", async () => {
  const maker = await open();
  (await maker.versions.open()).setLimits({ ...DEFAULT_ACCEPTANCE, falsePercent: 3 });
  maker.show("versions");
  const opened = await open(await linkOf(maker));
  const { store } = await opened.versions.open();
  expect(store.getState().limits.falsePercent).toBe(3);
  await takeBack(opened);
  expect(store.getState().limits).toEqual(DEFAULT_ACCEPTANCE);
});

it("is opened in a page that is open already, and starts nothing", async () => {
  const page = await open();
  await page.follow("#v=2&task=knowledge&preset=default.2&example=world-7-3-2-0.5&set.seed=9&model=m");
  const { setups, view, notices } = page.store.getState();
  expect(view).toBe("edit");
  expect(setups.knowledge).toMatchObject({ settings: { seed: 9 }, context: { recipe: { seed: 7 } } });
  expect(notices).toHaveLength(1);
  expect(workers[0]?.sent.filter(({ type }) => type === "loadModel" || type === "start")).toEqual([]);
  expect(await linkOf(page)).toContain("example=world-7-3-2-0.5");
});
