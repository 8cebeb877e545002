import { expect, it, vi } from "vitest";
import { mirrorPuzzle } from "../../../test/gridFake.ts";
import type { OneReplyWorker } from "../../protocol/askWorker.ts";
import { puzzleFiles } from "../arc/import/readPuzzleFiles.ts";
import { passageFiles } from "../knowledge/import/readPassageFiles.ts";
import { type ReadRequest, readFiles, readRequestSchema } from "../readFiles.ts";
import { readInBackground } from "./readInBackground.ts";

const passage = { title: "A", text: "A tower.", questions: [{ question: "What?", answers: ["tower"] }] };

function request(text: string): ReadRequest {
  return { task: "knowledge", files: [{ path: "mine.json", data: new Blob([text]) }] };
}
const large = request(JSON.stringify([passage]) + " ".repeat(300_000));

/** A worker that does as the real one does, with what is sent copied on its way. */
class ReadingWorker implements OneReplyWorker {
  onmessage: OneReplyWorker["onmessage"] = null;
  onerror: OneReplyWorker["onerror"] = null;
  readonly terminate = vi.fn();
  postMessage(sent: unknown): void {
    void readFiles(readRequestSchema.parse(structuredClone(sent))).then((data) =>
      this.onmessage?.(new MessageEvent("message", { data: structuredClone(data) })),
    );
  }
}

it("reads a large file in a worker, and ends the worker", async () => {
  const worker = new ReadingWorker();
  const reply = await readInBackground(large, passageFiles, () => worker);
  expect(reply).toEqual({ kind: "read", read: { passages: [passage], remarks: [] } });
  expect(worker.terminate).toHaveBeenCalledOnce();
});

it("reads a small one without", async () => {
  const spawn = vi.fn();
  const reply = await readInBackground(
    {
      ...request(JSON.stringify(mirrorPuzzle)),
      task: "arc",
      before: { puzzles: [], answers: new Map() },
    },
    puzzleFiles,
    spawn,
  );
  expect(reply).toMatchObject({
    kind: "read",
    read: { puzzles: [{ name: "mine", puzzle: mirrorPuzzle }] },
  });
  expect(spawn).not.toHaveBeenCalled();
});

it("does without a worker where the browser starts none", async () => {
  const refuses = () => {
    throw new DOMException("sandboxed", "SecurityError");
  };
  expect(await readInBackground(large, passageFiles, refuses)).toMatchObject({ kind: "read" });
  const dead = new ReadingWorker();
  dead.postMessage = () =>
    queueMicrotask(() => dead.onerror?.(Object.assign(new Event("error"), errorFields)));
  expect(await readInBackground(large, passageFiles, () => dead)).toMatchObject({ kind: "read" });
});

it("gives up on a worker that never answers", async () => {
  vi.useFakeTimers();
  try {
    const silent = new ReadingWorker();
    silent.postMessage = () => void vi.advanceTimersByTimeAsync(60_000);
    expect(await readInBackground(large, passageFiles, () => silent)).toEqual({
      kind: "failed",
      problem: "The file was not read within 60 seconds. Give a smaller one.",
    });
    expect(silent.terminate).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

it("says what is wrong in words", async () => {
  expect(await readInBackground(request("<html>"), passageFiles)).toMatchObject({
    kind: "failed",
    problem: expect.stringMatching(/it is a web page/),
  });
  const several = await readFiles({
    task: "knowledge",
    files: [
      { path: "a.json", data: new Blob([JSON.stringify([passage])]) },
      { path: "b.csv", data: new Blob(["x,y"]) },
    ],
  });
  expect(several).toMatchObject({
    kind: "read",
    read: { passages: [passage], remarks: [expect.stringMatching(/^b\.csv: .*does not name the columns/)] },
  });
});

const errorFields = { colno: 0, lineno: 0, filename: "", message: "", error: null };
