import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TEST_SETTINGS } from "../../../test/knowledgeSettings.ts";
import { type NamedField, namedFields } from "../../protocol/fields.ts";
import { EXAMPLES } from "../../tasks/knowledge/page/examples.ts";
import type { Settings } from "../../tasks/metadata.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import { findPreset } from "../edit/settings.ts";
import { taskEntry } from "../edit/taskModels.ts";
import { readShareLink, type SharedSetup, writeShareLink } from "./shareLink.ts";

const RULES = taskEntry("knowledge").settings;
const [standard] = RULES.presets;

const plain: SharedSetup = {
  task: "knowledge",
  context: { name: EXAMPLES[0]!.id },
  settings: standard!.settings,
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

/** Of any task, all that its own controls can be set to; a text with a form of its own stays as it is. */
const setups = fc.constantFrom(...TASK_PAGES).chain(({ id, settings: { fields, presets } }) => {
  const { settings } = presets[0]!;
  const free = namedFields(fields).filter((field) => field.kind !== "text" || settings[field.key] === "");
  return fc
    .record(Object.fromEntries(free.map((field) => [field.key, anyValue(field)])))
    .map((values) => ({ task: id, settings: Object.assign({ ...settings }, values) as Settings }));
});

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

describe("share link", () => {
  it("brings any setup back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        setups,
        context,
        fc.constantFrom("auto", "webgpu", "wasm"),
        async (values, value, backend) => {
          const setup: SharedSetup = { ...values, context: { value }, modelId: "smollm2-135m", backend };
          expect(await readShareLink(await writeShareLink(setup))).toEqual({
            kind: "setup",
            setup,
            problems: [],
          });
        },
      ),
      { numRuns: 60 },
    );
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
      "x",
    ];
    const pairs = fc.array(fc.tuple(fc.constantFrom(...keys), fc.string({ unit: "binary" })));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), pairs), fc.boolean(), async (input, begins) => {
        const text =
          typeof input === "string"
            ? input
            : new URLSearchParams(
                begins ? [["v", "1"], ["task", "knowledge"], ["preset", "default.1"], ...input] : input,
              ).toString();
        const reading = await readShareLink(`#${text}`);
        expect(["none", "setup", "error"]).toContain(reading.kind);
      }),
      { numRuns: 200 },
    );
  });

  it("holds only what differs from the nearest preset", async () => {
    expect(await writeShareLink(plain)).toBe(
      `#v=1&task=knowledge&preset=default.2&example=${EXAMPLES[0]!.id}`,
    );
    const paper = findPreset(RULES, "paper")!;
    const hash = await writeShareLink({ ...plain, settings: { ...paper.settings, loraRank: 64 } });
    expect(hash).toContain("preset=paper.1");
    expect(hash).toContain("set.loraRank=64");
    expect(hash.match(/set\./g)).toHaveLength(1);
  });

  it("is no link without a version, and says so for another version, task or preset", async () => {
    expect(await readShareLink("#station-test")).toEqual({ kind: "none" });
    expect(await readShareLink("#v=2")).toMatchObject({
      kind: "error",
      message: expect.stringContaining("“2”"),
    });
    expect(await readShareLink("#v=1&task=chess")).toMatchObject({
      message: expect.stringContaining("“chess”"),
    });
    expect(await readShareLink("#v=1&task=knowledge&preset=default.99")).toMatchObject({
      message: expect.stringContaining("“default.99”"),
    });
  });

  it("opens a preset as it was when the link was made", async () => {
    const reading = await readShareLink("#v=1&task=knowledge&preset=default.1");
    if (reading.kind !== "setup") throw new Error("It should be a setup.");
    expect(reading.problems).toEqual([]);
    expect(reading.setup.settings).toEqual(TEST_SETTINGS);
    expect(reading.setup.settings).not.toEqual(standard!.settings);
  });

  it("names each part that it ignores", async () => {
    const hash =
      "#v=1&task=knowledge&preset=default.2&set.loraRank=5000&set.learningRate=fast&set.format=poem" +
      "&set.nonsense=1&set.targets=q_proj,eyes&passage=%25&backend=abacus&colour=red";
    const reading = await readShareLink(hash);
    if (reading.kind !== "setup") throw new Error("It should be a setup.");
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
    expect(reading).toMatchObject({ kind: "setup", setup: { context: null } });
  });

  describe("copied out of something that changed it", () => {
    const own: SharedSetup = {
      ...plain,
      context: {
        value: { title: "A", text: "A tower.", questions: [{ question: "What?", answers: ["tower"] }] },
      },
      settings: {
        ...standard!.settings,
        format: "custom",
        customPrompt: "Write a list.\n\nNow: 3 = 3 & more.",
      },
      modelId: "smollm2-135m",
      backend: "wasm",
    };
    const broken = (hash: string, every: number, by: string) =>
      hash.replace(new RegExp(`(.{${every}})`, "g"), `$1${by}`);
    it.each<[string, (hash: string) => string]>([
      ["HTML", (hash) => hash.replaceAll("&", "&amp;")],
      ["HTML, twice", (hash) => hash.replaceAll("&", "&amp;amp;")],
      ["HTML, by number", (hash) => hash.replaceAll("&", "&#38;")],
      ["a mail, broken over lines", (hash) => broken(hash, 72, "\r\n")],
      ["a mail, broken and pasted in one line", (hash) => broken(hash, 72, "%20")],
      ["a mail's source", (hash) => broken(hash.replaceAll("=", "=3D"), 72, "=\r\n")],
      ["a sentence", (hash) => `${hash}.`],
      ["brackets", (hash) => `${hash}).`],
      ["angle brackets", (hash) => `${hash}>`],
      ["bold", (hash) => `${hash}**`],
      ["quotes", (hash) => `${hash}”,`],
      ["a chat that escapes", (hash) => `#${encodeURIComponent(hash.slice(1))}`],
    ])("%s", async (_, change) => {
      const reading = await readShareLink(change(await writeShareLink(own)));
      expect(reading).toEqual({ kind: "setup", setup: own, problems: [] });
    });

    it("leaves the end of a prompt of one's own as it is", async () => {
      const hash = "#v=1&task=knowledge&preset=default.2&set.format=custom&set.customPrompt=Go+on!)";
      expect(await readShareLink(hash)).toMatchObject({ setup: { settings: { customPrompt: "Go on!)" } } });
    });
  });

  it("says little of a link with thousands of unknown parts", async () => {
    const many = Array.from({ length: 4000 }, (_, i) => `k${i}=&set.k${i}=`).join("&");
    const reading = await readShareLink(
      `#v=1&task=knowledge&preset=default.2&set.seed=${"a".repeat(3000)}&${many}`.slice(0, 60_000),
    );
    if (reading.kind !== "setup") throw new Error("It should be a setup.");
    expect(reading.problems).toHaveLength(9);
    expect(reading.problems.at(-1)).toMatch(/^And \d+ parts more\.$/);
    expect(reading.problems.join(" ").length).toBeLessThan(1000);
  });
});
