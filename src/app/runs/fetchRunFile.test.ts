import { expect, it, vi } from "vitest";
import { recordedRun } from "../../../test/fixtures/recordedRun.ts";
import { editKind } from "../../runs/edit/kind.ts";
import { MAX_LOG_BYTES, writeRunFile } from "../../runs/runFile.ts";
import { fetchRunFile } from "./fetchRunFile.ts";

const ADDRESS = "https://example.org/run.json";

it("reads a run from elsewhere, and says where it is from and what it weighs", async () => {
  const ask = vi.fn(async () => new Response(writeRunFile(editKind, recordedRun())));
  const { file, message } = await fetchRunFile(ADDRESS, undefined, ask);
  expect(file.kind).toBe("edit");
  expect(message).toMatch(/^A recorded run of \d+ kB from example\.org\.$/);
  expect(ask).toHaveBeenCalledWith(
    ADDRESS,
    expect.objectContaining({ credentials: "omit", referrerPolicy: "no-referrer" }),
  );
});

it("says what is wrong with what it gets", async () => {
  const failing: [() => Promise<Response>, RegExp][] = [
    [async () => new Response("", { status: 404 }), /example\.org answers 404/],
    [async () => new Response("<html>"), /not a run of the playground: it is not JSON/],
    [() => Promise.reject(new TypeError("Failed to fetch")), /does not let other pages read/],
    [
      async () => new Response("{}", { headers: { "content-length": String(MAX_LOG_BYTES + 1) } }),
      /has 51 MB/,
    ],
  ];
  for (const [ask, message] of failing)
    await expect(fetchRunFile(ADDRESS, undefined, ask)).rejects.toThrow(message);
});
