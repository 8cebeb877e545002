import type { VersionRequest } from "../../versions/versionEvents.ts";
import type { EngineClient } from "../engine/engineClient.ts";

/** The way to the versions in the worker. What is said is checked where it is shown: by a part that loads later. */
export interface VersionPort {
  ask(request: VersionRequest): void;
  /** Only the last listener hears. */
  listen(listener: (answer: unknown) => void): void;
  hear(answer: unknown): void;
}

export function createVersionPort(client: EngineClient): VersionPort {
  let tell: (answer: unknown) => void = () => {};
  return {
    ask: (request) => client.send({ type: "versions", request }),
    listen: (listener) => {
      tell = listener;
    },
    hear: (answer) => tell(answer),
  };
}
