import type { Failure } from "../protocol/playgroundError.ts";
import type { AnyRunEvent } from "../protocol/runEvent.ts";
import type { EngineClient } from "./engineClient.ts";
import type { Documents } from "./outerArchive.ts";
import type { PlaygroundStore } from "./store.ts";
import type { Streams } from "./streams.ts";

/** What streams of edits need of the playground. */
export interface StreamPortParts {
  store: PlaygroundStore;
  client: EngineClient;
  documents: Documents;
  stopPreview: () => void;
}

/** The page's door to streams of edits. Nothing behind it is fetched before `open`. */
export interface StreamPort {
  /** Rejects where the code could not be fetched; another call tries again. */
  open(): Promise<Streams>;
  onEvent(event: AnyRunEvent): void;
  /** The engine refused a command. */
  onRefused(): void;
  onRestart(failure: Failure | null): void;
}

export function createStreamPort(parts: StreamPortParts): StreamPort {
  let opening: Promise<Streams> | null = null;
  /** Only who opened can have started a stream, so that nothing is lost before. */
  let streams: Streams | null = null;
  return {
    open() {
      opening ??= import("./streams.ts").then(
        async ({ createStreams }) => {
          streams = createStreams(parts);
          await streams.restore();
          return streams;
        },
        (error: unknown) => {
          opening = null;
          throw error;
        },
      );
      return opening;
    },
    onEvent: (event) => streams?.onEvent(event),
    onRefused: () => streams?.onRefused(),
    onRestart: (failure) => streams?.onRestart(failure),
  };
}
