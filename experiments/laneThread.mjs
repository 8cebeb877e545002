// Threads of Node do not inherit tsx, by which the commands run: it is asked for here.
import { register } from "tsx/esm/api";

register();
await import("./laneThread.ts");
