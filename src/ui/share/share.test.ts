import { expect, it } from "vitest";
import { citation } from "./citation.ts";
import { framedSvg, tableMarkup } from "./figureSvg.ts";
import { pageMarkdown } from "./markdown.ts";
import { factsOf } from "./runFacts.ts";

const facts = factsOf({
  model: { name: "SmolLM2-135M-Instruct" },
  startedAt: "2026-11-23T17:12:51.522Z",
  settings: { seed: 7 },
});
const table = {
  name: "Accuracy of each condition",
  head: ["Condition", "Right"],
  rows: [
    ["Untouched", "0/7"],
    ["Self-edit | <b>", "2/7"],
  ],
};

it("tells model, day and seed of a run", () => {
  expect(facts).toEqual({ model: "SmolLM2-135M-Instruct", date: "23 November 2026", seed: 7 });
});

it("writes a view as Markdown, in which nothing of its texts becomes a mark", () => {
  const text = pageMarkdown({
    title: "Will its own notes help?",
    facts,
    figures: [
      {
        kind: "chart",
        name: "Loss by optimiser step",
        words: "Self-edit: from 4.00 to 0.54 at step 15. Passage only: from 4.03 to 0.01",
      },
      { kind: "table", ...table },
    ],
    link: "https://example.org/#v=2",
  });
  expect(text).toBe(`## Will its own notes help?

SmolLM2-135M-Instruct · 23 November 2026 · seed 7

**Loss by optimiser step**

- Self-edit: from 4.00 to 0.54 at step 15
- Passage only: from 4.03 to 0.01

**Accuracy of each condition**

| Condition | Right |
| --- | --- |
| Untouched | 0/7 |
| Self-edit \\| \\<b\\> | 2/7 |

[Open this in the Self-Edit Playground](https://example.org/#v=2)
`);
});

it("draws a table with its caption, seed and link as an SVG that stands alone", () => {
  const link = "https://example.org/#v=2&set.seed=7";
  const svg = framedSvg(tableMarkup(table), { caption: table.name, foot: ["seed 7", link] });
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
  expect(svg).toContain("<title>Accuracy of each condition</title>");
  expect(svg).toContain("&amp;set.seed=7");
  expect(svg).toContain("Self-edit | &lt;b&gt;");
  // Balanced: what is opened is closed.
  const opened = svg.match(/<(svg|g|text|title)\b/g)?.length;
  expect(svg.match(/<\/(svg|g|text|title)>/g)).toHaveLength(opened ?? 0);
});

it("cites the paper and the page", () => {
  const text = citation("https://example.org/", 2026);
  expect(text.match(/^@/gm)).toHaveLength(2);
  expect(text).toContain("arXiv:2506.10943");
  expect(text).toContain("url = {https://example.org/}");
});
