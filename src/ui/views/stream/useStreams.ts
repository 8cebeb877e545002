import { use } from "react";
import { useStore } from "zustand";
import { usePlayground } from "../../../app/PlaygroundContext.tsx";
import type { Streams } from "../../../app/stream/streams.ts";
import type { StreamDraft } from "../../../app/streamDraft.ts";

/** Setting up streams; the view waits until it is there. */
export function useStreams(): Streams {
  return use(usePlayground().stream.open());
}

export function useStreamDraft(): StreamDraft {
  return useStore(useStreams().store, (state) => state.draft);
}
