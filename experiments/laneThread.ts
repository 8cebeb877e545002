import { parentPort } from "node:worker_threads";
import { findTask } from "../src/tasks/findTask.ts";
import { serveLane } from "../workers/lanes/serveLane.ts";
import { startRuntime } from "./runtime.ts";

/** The program of a lane's thread: see `spawnLaneThread`. */
const hear = serveLane(
  {
    findTask,
    async loadModel({ id }) {
      const { model } = await startRuntime({ model: id, threads: 1 });
      return model;
    },
  },
  (answer) => parentPort?.postMessage(answer),
);
parentPort?.on("message", hear);
