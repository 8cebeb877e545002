import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TEST_SETTINGS } from "../../../test/knowledgeSettings.ts";
import type { NamedField } from "../../protocol/fields.ts";
import { EXAMPLES } from "../../tasks/knowledge/page/examples.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import { DEFAULT_ACCEPTANCE } from "../../versions/versionEvents.ts";
import { findPreset } from "../edit/settings.ts";
import { taskEntry } from "../edit/taskModels.ts";
import { firstRoundsDraft } from "../rounds/roundsDraft.ts";
import { firstStreamDraft, STREAM_TASKS } from "../stream/streamDraft.ts";
import { LINKED_LIMITS, linkedEdit, linkedRounds, linkedStream } from "./linkedDrafts.ts";
import type { LinkedDraft } from "./linkedSettings.ts";
import type { SharedSetup } from "./setupLink.ts";
import { readShareLink, type SharedView, writeShareLink } from "./shareLink.ts";

type EditSetup = Extract<SharedSetup, { kind: "edit" }>;

const RULES = taskEntry("knowledge").settings;
const [standard] = RULES.presets;

const plainSetup = {
  kind: "edit",
  task: "knowledge",
  context: { name: EXAMPLES[0]!.id },
  settings: standard!.settings,
  compare: taskEntry("knowledge").compare.first,
} as const satisfies SharedSetup;
const plain: SharedView = {
  view: "edit",
  setup: plainSetup,
  recording: null,
  run: null,
  present: null,
  modelId: null,
  backend: "auto",
};

/** Any value that the page's own control can give a setting. */
function anyValue(field: NamedField): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case "number":
      return field.integer
        ? fc.integer({ min: field.min, max: field.max })
        : // Not −0, which no link can tell from 0.
          fc.double({ min: field.min, max: field.max, noNaN: true }).map((value) => value + 0);
    case "choice":
      return fc.constantFrom(...field.options.map((option) => option.value));
    case "choices":
      return fc.subarray(
        field.options.map((option) => option.value),
        { minLength: 1 },
      );
    case "toggle":
      return fc.boolean();
    case "text":
      return fc.string({ maxLength: 200, unit: "grapheme" });
  }
}

/** All that the controls of a draft can be set to; a text with a form of its own stays as it is. */
function anyDraft<Draft, Part extends string>(
  { parts, values, changed }: LinkedDraft<Draft, Part>,
  base: Draft,
): fc.Arbitrary<Draft> {
  const free = parts.flatMap(({ part, fields }) =>
    fields
      .filter((field) => field.kind !== "text" || Reflect.get(values(base, part), field.key) === "")
      .map((field) => ({ part, field })),
  );
  return fc
    .tuple(...free.map(({ field }) => anyValue(field)))
    .map((chosen) =>
      free.reduce((draft, { part, field }, index) => changed(draft, part, field.key, chosen[index]), base),
    );
}

const context = fc.record({
  title: fc.string({ unit: "grapheme" }),
  text: fc.string({ unit: "grapheme", maxLength: 2000 }),
  questions: fc.array(
    fc.record({
      question: fc.string({ unit: "grapheme" }),
      answers: fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 8 },
  ),
});

/** Every view, set up in any way. */
const setups: fc.Arbitrary<{ view: string; setup: SharedSetup }> = fc.oneof(
  ...TASK_PAGES.map((entry) =>
    fc
      .record({
        settings: anyDraft(linkedEdit(entry.settings), entry.settings.presets[0]!.settings),
        context: fc.oneof(
          context.map((value) => ({ value })),
          fc.constant({ name: "world-7-3-2-0.5" }),
          fc.constant(null),
        ),
        compare: fc.subarray([...entry.compare.possible]),
        set: fc.option(
          fc.record({ id: fc.constantFrom("gallery", "unseen"), count: fc.integer({ min: 1, max: 500 }) }),
        ),
      })
      .map(({ set, ...chosen }) => ({
        view: entry.view.id,
        setup: { kind: "edit" as const, task: entry.id, ...chosen, ...(set && { set }) },
      })),
  ),
  ...TASK_PAGES.map((entry) =>
    anyDraft(linkedRounds(entry), firstRoundsDraft(entry.rounds)).map((draft) => ({
      view: "rounds",
      setup: { kind: "rounds" as const, task: entry.id, draft },
    })),
  ),
  ...STREAM_TASKS.map((entry) =>
    anyDraft(linkedStream(entry), firstStreamDraft(entry)).map((draft) => ({
      view: "stream",
      setup: { kind: "stream" as const, task: entry.id, draft },
    })),
  ),
  anyDraft(LINKED_LIMITS, DEFAULT_ACCEPTANCE).map((limits) => ({
    view: "versions",
    setup: { kind: "versions" as const, limits },
  })),
);

/** The link to the first view, of another set-up. */
function withSetup(change: Partial<EditSetup>): SharedView {
  return { ...plain, setup: { ...plainSetup, ...change } };
}

async function read(hash: string): Promise<{ setup: EditSetup; problems: string[] }> {
  const reading = await readShareLink(hash);
  if (reading.kind !== "view" || reading.shared.setup?.kind !== "edit")
    throw new Error("It should be an edit.");
  return { setup: reading.shared.setup, problems: reading.problems };
}

describe("share link", () => {
  it("brings any view back as it was set up", async () => {
    await fc.assert(
      fc.asyncProperty(
        setups,
        fc.constantFrom("auto", "webgpu", "wasm"),
        fc.constantFrom(null, "first-rounds", "https://example.org/runs/my%20run.json?raw=1"),
        fc.option(fc.nat(1000)),
        async ({ view, setup }, backend, recording, present) => {
          const shared: SharedView = {
            ...{ view, setup, recording, present, backend },
            run: present === null ? null : "7f9a1c52-0001",
            modelId: "smollm2-135m",
          };
          expect(await readShareLink(await writeShareLink(shared))).toEqual({
            kind: "view",
            shared,
            problems: [],
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it("opens what earlier versions wrote: the set-up of one edit, whatever the view", async () => {
    const reading = await readShareLink(
      "#v=1&task=arc&preset=default.1&example=puzzle-3&set.seed=5&model=m&view=rounds",
    );
    expect(reading).toMatchObject({
      kind: "view",
      problems: [],
      shared: {
        view: "rounds",
        modelId: "m",
        setup: { kind: "edit", task: "arc", context: { name: "puzzle-3" }, settings: { seed: 5 } },
      },
    });
  });

  it("shows a recording without a set-up", async () => {
    expect(await readShareLink("#v=2&view=stream&recording=forgetting")).toEqual({
      kind: "view",
      shared: { ...plain, view: "stream", setup: null, recording: "forgetting" },
      problems: [],
    });
    for (const address of ["http://example.org/run.json", "file:///run.json", "javascript:alert(1)"]) {
      const reading = await readShareLink(`#v=2&recording=${encodeURIComponent(address)}`);
      expect(reading).toMatchObject({
        shared: { recording: null },
        problems: [expect.stringContaining("https")],
      });
    }
  });

  it("never throws, whatever the hash", async () => {
    const keys = [
      "v",
      "task",
      "preset",
      "passage",
      "example",
      "model",
      "backend",
      "set.seed",
      "set.targets",
      "writer.epochs",
      "limits.kl",
      "view",
      "compare",
      "recording",
      "x",
    ];
    const pairs = fc.array(fc.tuple(fc.constantFrom(...keys), fc.string({ unit: "binary" })));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), pairs), fc.boolean(), async (input, begins) => {
        const text =
          typeof input === "string"
            ? input
            : new URLSearchParams(
                begins ? [["v", "2"], ["task", "knowledge"], ["preset", "default.1"], ...input] : input,
              ).toString();
        const reading = await readShareLink(`#${text}`);
        expect(["none", "view", "error"]).toContain(reading.kind);
      }),
      { numRuns: 200 },
    );
  });

  it("holds only what differs from the nearest preset", async () => {
    expect(await writeShareLink(plain)).toBe(
      `#v=2&task=knowledge&preset=default.2&example=${EXAMPLES[0]!.id}`,
    );
    const paper = findPreset(RULES, "paper")!;
    const hash = await writeShareLink(withSetup({ settings: { ...paper.settings, loraRank: 64 } }));
    expect(hash).toContain("preset=paper.1");
    expect(hash).toContain("set.loraRank=64");
    expect(hash.match(/set\./g)).toHaveLength(1);
  });

  it("is none without a part of its own, and says so for another version, task or preset", async () => {
    expect(await readShareLink("#station-test")).toEqual({ kind: "none" });
    expect(await readShareLink("#view=rounds")).toEqual({ kind: "none" });
    expect(await readShareLink("#v=3")).toMatchObject({
      kind: "error",
      message: expect.stringContaining("“3”"),
    });
    expect(await readShareLink("#v=1&task=chess")).toMatchObject({
      message: expect.stringContaining("“chess”"),
    });
    expect(await readShareLink("#v=1&task=knowledge&preset=default.99")).toMatchObject({
      message: expect.stringContaining("“default.99”"),
    });
  });

  it("may be typed by hand, without a version", async () => {
    for (const hash of ["view=stream&recording=forgetting", "task=arc", "task=chess"]) {
      expect(await readShareLink(`#${hash}`)).toEqual(await readShareLink(`#v=2&${hash}`));
    }
  });

  it("may name a task alone: the page's own model, as it is first set up", async () => {
    const presets = { knowledge: "reader", arc: "default" };
    for (const [task, id] of Object.entries(presets)) {
      const { view, settings, rounds } = taskEntry(task);
      expect(await readShareLink(`#task=${task}`)).toMatchObject({
        problems: [],
        shared: { view: view.id, setup: { task, settings: findPreset(settings, id)?.settings } },
      });
      expect(await readShareLink(`#view=rounds&task=${task}`)).toMatchObject({
        problems: [],
        shared: { setup: { draft: firstRoundsDraft(rounds) } },
      });
    }
  });

  it("opens a preset as it was when the link was made", async () => {
    const reading = await read("#v=1&task=knowledge&preset=default.1");
    expect(reading.problems).toEqual([]);
    expect(reading.setup.settings).toEqual(TEST_SETTINGS);
    expect(reading.setup.settings).not.toEqual(standard!.settings);
  });

  it("names each part that it ignores", async () => {
    const hash =
      "#v=1&task=knowledge&preset=default.2&set.loraRank=5000&set.learningRate=fast&set.format=poem" +
      "&set.nonsense=1&set.targets=q_proj,eyes&passage=%25&backend=abacus&colour=red";
    const reading = await read(hash);
    expect(reading.problems).toEqual([
      "The passage in the link is damaged; the link was probably cut short.",
      "LoRA rank: 5000 is outside 1 to 128.",
      "Learning rate: “fast” is not a number.",
      "Edit format: “poem” is not allowed.",
      "“nonsense”: this setting does not exist.",
      "Layers: “q_proj,eyes” is not allowed.",
      "The backend “abacus” does not exist.",
      "“colour” is not known.",
    ]);
    expect(reading.setup.settings).toEqual(standard!.settings);
  });

  it("does not unfold a short link into an endless text", async () => {
    const { compressText } = await import("./compressedText.ts");
    const bomb = await compressText("a".repeat(5_000_000));
    const reading = await readShareLink(`#v=1&task=knowledge&preset=default.1&passage=${bomb}`);
    expect(reading).toMatchObject({ kind: "view", shared: { setup: { context: null } } });
  });

  it("says little of a link with thousands of unknown parts", async () => {
    const many = Array.from({ length: 4000 }, (_, i) => `k${i}=&set.k${i}=`).join("&");
    const reading = await read(
      `#v=1&task=knowledge&preset=default.2&set.seed=${"a".repeat(3000)}&${many}`.slice(0, 60_000),
    );
    expect(reading.problems).toHaveLength(9);
    expect(reading.problems.at(-1)).toMatch(/^And \d+ parts more\.$/);
    expect(reading.problems.join(" ").length).toBeLessThan(1000);
  });
});
