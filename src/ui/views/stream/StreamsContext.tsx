import { createContext, use } from "react";
import { useStore } from "zustand";
import type { Streams, StreamsState } from "../../../app/streams.ts";

/** Provided by `StreamPage` once their code is there. */
export const StreamsContext = createContext<Streams | null>(null);

/** What can be done with streams. */
export function useStreams(): Streams {
  const streams = use(StreamsContext);
  if (!streams) throw new Error("useStreams needs a StreamsContext above it.");
  return streams;
}

/** Part of what is shown; the component renders again only when that part changes. */
export function useStreamsState<T>(select: (state: StreamsState) => T): T {
  return useStore(useStreams().store, select);
}
