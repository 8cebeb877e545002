import { expect, it, vi } from "vitest";
import { recordedRun } from "../../../test/fixtures/recordedRun.ts";
import type { OneReplyWorker } from "../../protocol/askWorker.ts";
import { cutRunFile } from "../../runs/cutRunFile.ts";
import { editKind } from "../../runs/edit/kind.ts";
import { readRunFile, writeRunFile } from "../../runs/runFile.ts";
import { readRunBlob } from "./readRunBlob.ts";

const text = writeRunFile(editKind, recordedRun());
const large = new Blob([text, " ".repeat(300_000)]);

/** A worker that does as the real one does. */
class CuttingWorker implements OneReplyWorker {
  onmessage: OneReplyWorker["onmessage"] = null;
  onerror: OneReplyWorker["onerror"] = null;
  readonly terminate = vi.fn();
  postMessage(sent: unknown): void {
    if (!(sent instanceof Blob)) throw new Error("It was sent something else.");
    void cutRunFile(sent).then((data) => this.onmessage?.(new MessageEvent("message", { data })));
  }
}

it("takes a large file apart in a worker, and ends the worker", async () => {
  const worker = new CuttingWorker();
  expect(await readRunBlob(large, undefined, () => worker)).toEqual(readRunFile(text));
  expect(worker.terminate).toHaveBeenCalledOnce();
  const other = new Blob(["[]", " ".repeat(300_000)]);
  await expect(readRunBlob(other, undefined, () => new CuttingWorker())).rejects.toThrow(
    /not a run of the playground/,
  );
});

it("reads a small one without, and any where the browser starts no worker", async () => {
  const refuses = vi.fn(() => {
    throw new DOMException("sandboxed", "SecurityError");
  });
  expect(await readRunBlob(new Blob([text]), undefined, refuses)).toEqual(readRunFile(text));
  expect(refuses).not.toHaveBeenCalled();
  expect(await readRunBlob(large, undefined, refuses)).toEqual(readRunFile(text));
  expect(refuses).toHaveBeenCalledOnce();
});

it("gives up on a worker that never answers", async () => {
  vi.useFakeTimers();
  try {
    const silent = new CuttingWorker();
    silent.postMessage = () => void vi.advanceTimersByTimeAsync(60_000);
    await expect(readRunBlob(large, undefined, () => silent)).rejects.toThrow(/not read within 60 seconds/);
    expect(silent.terminate).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

it("ends the worker where people do not wait for it", async () => {
  const silent = new CuttingWorker();
  const abort = new AbortController();
  silent.postMessage = () => abort.abort();
  await expect(readRunBlob(large, abort.signal, () => silent)).rejects.toMatchObject({ kind: "cancelled" });
  expect(silent.terminate).toHaveBeenCalledOnce();
});
