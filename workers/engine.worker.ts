import { PROTOCOL_VERSION } from "../src/protocol/events.ts";
import { failureOf } from "../src/protocol/playgroundError.ts";
import { Engine } from "./engine.ts";
import type { LaneWorker } from "./lanes/openLanes.ts";
import { serveLane } from "./lanes/serveLane.ts";
import { createPost } from "./post.ts";
import { createLaneServices, createServices } from "./services.ts";

/** The only entry of the worker: commands in, checked events out. */

/** The script lies one folder below the page: in `workers/` as served in development, in `assets/` as built. */
const pageUrl = new URL("../", self.location.href).href;
/** By this name the engine starts itself again as a lane: so the browser fetches and compiles one program. */
const LANE = "lane";

function spawnLane(): LaneWorker {
  const worker = new Worker(self.location.href, { type: "module", name: LANE });
  return {
    post: (command) => worker.postMessage(command),
    listen(onMessage, onError) {
      worker.onmessage = ({ data }: MessageEvent<unknown>) => onMessage(data);
      worker.onerror = ({ message }) => onError(message);
    },
    end: () => worker.terminate(),
  };
}

if (self.name === LANE) {
  const hear = serveLane(createLaneServices(pageUrl), (answer) => self.postMessage(answer));
  self.onmessage = ({ data }: MessageEvent<unknown>) => hear(data);
} else {
  const post = createPost((message) => self.postMessage(message));
  const engine = new Engine(
    createServices({
      pageUrl,
      onWarning: (message) => post({ channel: "session", event: { type: "engineWarning", message } }),
      die: (error) => post({ channel: "session", event: { type: "engineDied", failure: failureOf(error) } }),
      spawnLane,
    }),
    post,
  );
  self.onmessage = ({ data }: MessageEvent<unknown>) => engine.handle(data);
  post({ channel: "session", event: { type: "workerReady", version: PROTOCOL_VERSION } });
}
