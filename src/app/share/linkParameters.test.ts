import { describe, expect, it } from "vitest";
import { taskEntry } from "../edit/taskModels.ts";
import { readShareLink, type SharedView, writeShareLink } from "./shareLink.ts";

describe("a link copied out of something that changed it", () => {
  const own: SharedView = {
    view: "edit",
    setup: {
      kind: "edit",
      task: "knowledge",
      context: {
        value: { title: "A", text: "A tower.", questions: [{ question: "What?", answers: ["tower"] }] },
      },
      settings: {
        ...taskEntry("knowledge").settings.presets[0]!.settings,
        format: "custom",
        customPrompt: "Write a list.\n\nNow: 3 = 3 & more.",
      },
      compare: [],
    },
    recording: null,
    run: null,
    present: null,
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
    ["two that escape", (hash) => `#${encodeURIComponent(encodeURIComponent(hash.slice(1)))}`],
    ["one that escapes the sign too", (hash) => `#${encodeURIComponent(hash)}`],
    ["a reply, broken and quoted", (hash) => broken(hash, 72, "\n> ")],
    ["one that escapes the joints alone", (hash) => hash.replaceAll("&", "%26")],
    ["one that escapes the sign alone", (hash) => hash.replace("#", "#%23")],
    ["Markdown's source", (hash) => hash.replaceAll("&", "\\&").replaceAll("_", "\\_")],
    ["a page's source", (hash) => `${hash}" target="_blank">here</a>`],
    ["a chat's source", (hash) => `${hash}|the page>`],
    ["a Japanese sentence", (hash) => `${hash}」。`],
    ["a site that counts who comes", (hash) => `${hash}&utm_source=chat&fbclid=1`],
    ["a link to words on the page", (hash) => `${hash}:~:text=right`],
    [
      "a page that lets it break",
      (hash) => hash.replace("&task", "\u200b&task").replace("&model", "&\u00admodel"),
    ],
    ["the same, pasted", (hash) => hash.replace("&task", "%E2%80%8B&task").replace("&model", "&%C2%ADmodel")],
  ])("%s", async (_, change) => {
    const reading = await readShareLink(change(await writeShareLink(own)));
    expect(reading).toEqual({ kind: "view", shared: own, problems: [] });
  });

  it("leaves the end of a prompt of one's own as it is", async () => {
    const hash = "#v=1&task=knowledge&preset=default.2&set.format=custom&set.customPrompt=Go+on!)";
    expect(await readShareLink(hash)).toMatchObject({
      shared: { setup: { settings: { customPrompt: "Go on!)" } } },
      problems: [],
    });
  });
});
