import { expect, it } from "vitest";
import { mirrorPuzzle } from "../../../../test/gridFake.ts";
import { MAX_FILE_CHARACTERS } from "../importArc.ts";
import { importPuzzleUrl, isWebAddress } from "./importPuzzleUrl.ts";

const address = "https://puzzles.example/tasks/mirror.json?raw=1";
const task = JSON.stringify(mirrorPuzzle);
const problemOf = async (answer: () => Promise<Response>, url = address) => {
  const read = await importPuzzleUrl(url, answer);
  return read.ok ? "none" : read.problem;
};

it("reads what stands at a web address, without cookies, and names it by its file", async () => {
  const asked: [string, RequestInit | undefined][] = [];
  const read = await importPuzzleUrl(` ${address}\n`, async (url, init) => {
    asked.push([String(url), init]);
    return new Response(task);
  });
  expect(read).toMatchObject({ ok: true, imported: { puzzles: [{ name: "mirror", puzzle: mirrorPuzzle }] } });
  expect(asked).toMatchObject([[address, { credentials: "omit" }]]);
});

it("calls a file by the name that the address spells out, as it stands where that cannot be decoded", async () => {
  const nameAt = async (path: string) => {
    const read = await importPuzzleUrl(`https://puzzles.example/${path}`, async () => new Response(task));
    return read.ok ? read.imported.from : read.problem;
  };
  expect(await nameAt("caf%C3%A9.json")).toBe("café");
  expect(await nameAt("%E0%A4%A.json")).toBe("%E0%A4%A");
  expect(await nameAt("")).toBe("puzzles.example");
});

it("says what went wrong, and what to do", async () => {
  expect(await problemOf(async () => new Response(task), "mirror.json")).toMatch(
    /“mirror.json” is no web address/,
  );
  expect(await problemOf(async () => new Response("no", { status: 404 }))).toMatch(
    /answers 404 for “mirror”/,
  );
  expect(await problemOf(async () => new Response("<html>"))).toMatch(/“mirror” is not JSON/);
  expect(await problemOf(() => Promise.reject(new TypeError("Failed to fetch")))).toMatch(
    /does not let other pages read its files\. Download the file/,
  );
  expect(await problemOf(() => Promise.reject(new DOMException("late", "TimeoutError")))).toMatch(
    /did not answer within 20 seconds/,
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
