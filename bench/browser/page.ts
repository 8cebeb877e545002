import type { Answer, Call, DecodeTimes } from "./decoder.ts";

/** `bench/decoding.ts` opens this page with the address of a decoder's worker, and calls what it leaves on `globalThis`. */
const worker = new Worker(new URLSearchParams(location.search).get("worker")!, { type: "module" });

function answer(call?: Call): Promise<DecodeTimes | null> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) =>
      "failed" in data ? reject(new Error(data.failed)) : resolve(data.done);
    worker.onerror = (event) => reject(new Error(event.message));
    if (call) worker.postMessage(call);
  });
}

Object.assign(globalThis, { ready: answer(), ask: answer });
