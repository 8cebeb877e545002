import { useStore } from "zustand";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { type StreamDraft, type StreamTask, streamTask } from "../../../app/stream/streamDraft.ts";
import { type Streams, streamDraftOf } from "../../../app/stream/streams.ts";
import { useLazy } from "../../useLazy.ts";

/** Setting up streams; the view waits until it is there. */
export function useStreams(): Streams {
  return useLazy(usePlayground().stream);
}

/** The task of the streams on screen. */
export function useStreamTask(): StreamTask {
  return streamTask(usePlaygroundState((state) => state.streamTask));
}

/** What the streams on screen are set to. */
export function useStreamDraft(): StreamDraft {
  const entry = useStreamTask();
  return useStore(useStreams().store, (state) => streamDraftOf(state, entry));
}
