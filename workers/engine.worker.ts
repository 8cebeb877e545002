import { PROTOCOL_VERSION } from "../src/protocol/events.ts";
import { failureOf } from "../src/protocol/playgroundError.ts";
import { Engine } from "./engine.ts";
import { createPost } from "./post.ts";
import { createServices } from "./services.ts";

/** The only entry of the worker: commands in, checked events out. */
const post = createPost((message) => self.postMessage(message));

/** The script lies one folder below the page: in `workers/` as served in development, in `assets/` as built. */
const pageUrl = new URL("../", self.location.href).href;

const engine = new Engine(
  createServices({
    pageUrl,
    onWarning: (message) => post({ channel: "session", event: { type: "engineWarning", message } }),
    die: (error) => post({ channel: "session", event: { type: "engineDied", failure: failureOf(error) } }),
  }),
  post,
);

self.onmessage = ({ data }: MessageEvent<unknown>) => engine.handle(data);
post({ channel: "session", event: { type: "workerReady", version: PROTOCOL_VERSION } });
