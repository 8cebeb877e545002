import { expect, it } from "vitest";
import { mirrorPuzzle } from "../../../../test/gridFake.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { fetchArc, isWebAddress, rawAddress } from "./fetchArc.ts";
import { MAX_FILE_CHARACTERS } from "./importArc.ts";

const address = "https://puzzles.example/tasks/mirror.json?raw=1";
const task = JSON.stringify(mirrorPuzzle);
const problemOf = async (answer: () => Promise<Response>, url = address) => {
  try {
    await fetchArc(url, undefined, answer);
  } catch (error) {
    if (error instanceof PlaygroundError) return `${error.message} ${error.advice}`;
  }
  return "none";
};

it("reads what stands at a web address, without cookies, and names it by its file", async () => {
  const asked: [string, RequestInit | undefined][] = [];
  const read = await fetchArc(` ${address}\n`, undefined, async (url, init) => {
    asked.push([String(url), init]);
    return new Response(`\ufeff${task}`);
  });
  expect(read).toEqual({ name: "mirror", text: task });
  expect(asked).toMatchObject([[address, { credentials: "omit" }]]);
});

it("calls a file by the name that the address spells out, as it stands where that cannot be decoded", async () => {
  const nameAt = async (path: string) =>
    (await fetchArc(`https://puzzles.example/${path}`, undefined, async () => new Response(task))).name;
  expect(await nameAt("caf%C3%A9.json")).toBe("café");
  expect(await nameAt("%E0%A4%A.json")).toBe("%E0%A4%A");
  expect(await nameAt("")).toBe("puzzles.example");
});

it.each([
  ["https://github.com/a/b/blob/main/data/x.json", "https://raw.githubusercontent.com/a/b/main/data/x.json"],
  ["https://github.com/a/b/blob/main/x.json?plain=1#L3", "https://raw.githubusercontent.com/a/b/main/x.json"],
  ["https://gist.github.com/a/0123abc", "https://gist.githubusercontent.com/a/0123abc/raw"],
  ["https://gitlab.com/a/b/-/blob/main/x.json", "https://gitlab.com/a/b/-/raw/main/x.json"],
  [
    "https://huggingface.co/datasets/a/b/blob/main/x.json",
    "https://huggingface.co/datasets/a/b/resolve/main/x.json",
  ],
  ["https://bitbucket.org/a/b/src/main/x.json", "https://bitbucket.org/a/b/raw/main/x.json"],
  ["https://codeberg.org/a/b/src/branch/main/x.json", "https://codeberg.org/a/b/raw/branch/main/x.json"],
])("asks for the file that a repository's page shows: %s", async (page, raw) => {
  const asked: string[] = [];
  const read = await fetchArc(page, undefined, async (url) => {
    asked.push(String(url));
    return new Response(task);
  });
  expect(asked).toEqual([raw]);
  expect(read.text).toBe(task);
});

it("leaves other addresses as they are", () => {
  for (const url of [
    "https://github.com/a/b",
    "https://puzzles.example/blob/x.json",
    "https://github.com/a/b/tree/main/x",
  ])
    expect(rawAddress(new URL(url))).toBeNull();
});

it("says what went wrong, and what to do", async () => {
  expect(await problemOf(async () => new Response(task), "mirror.json")).toMatch(
    /“mirror.json” is no web address/,
  );
  expect(await problemOf(async () => new Response("no", { status: 404 }))).toMatch(
    /answers 404 for “mirror”/,
  );
  expect(await problemOf(async () => new Response("<!doctype html><title>mirror.json</title>"))).toMatch(
    /puzzles.example answers with a web page in place of “mirror”\. Give the address of the file itself/,
  );
  expect(await problemOf(() => Promise.reject(new TypeError("Failed to fetch")))).toMatch(
    /does not let other pages read its files\. Download the file/,
  );
});

it("stops reading what is too large", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1_000_000;
      controller.enqueue(new Uint8Array(1_000_000).fill(32));
    },
  });
  expect(await problemOf(async () => new Response(endless))).toMatch(/too large/);
  expect(sent).toBeLessThan(4 * MAX_FILE_CHARACTERS + 10_000_000);
});

it("tells an address from a task", () => {
  expect(isWebAddress("http://localhost:8000/a.json")).toBe(true);
  for (const text of [task, "a.json", "https:// two words", "ftp://x/y"])
    expect(isWebAddress(text)).toBe(false);
});
